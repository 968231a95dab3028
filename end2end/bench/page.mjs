// Measures what a visitor of a page waits for, in Chromium, by the DevTools protocol. `cargo xtask bench page` starts it:
//
//   node bench/page.mjs RUNS fast,slow TARGET=URL…
//
// Targets are those of `targets.mjs`. The answer on stdout is a line for each figure of each run, `SETTING TARGET FIGURE
// VALUE`, with `-` where a target has no such thing, and `round N` when a round is over:
//
//   bytes       of the page with all that it loads until it is hydrated and idle; headers included
//   paint       ms from the start of the navigation to the first contentful paint
//   hydrated    ms from there until the client has the form
//   optimistic  ms from a press to the frame that shows the entry as pending
//   confirmed   ms from that press to the frame that shows the entry as the server has it
//   early       ms from a press at DOMContentLoaded, before hydration, to the frame that shows the entry
//
// A round is a visit of each target for all but the last figure, and another one for that, in each setting; every other
// round goes the other way round, so that nobody is always the first. One round comes before that does not count.
// Anything that goes wrong ends it with the reason: there is no figure of a run that has failed.
import { chromium } from '@playwright/test';
import { launchOptions } from '../support/chromium.js';
import { SETTINGS, TARGETS } from './targets.mjs';
import { visit } from './visit.mjs';

async function pressed(browser, request) {
  const { name, message, submit, pending } = request.target;
  return visit(browser, { ...request, isEarly: false }, async (watched) => {
    const { page } = watched;
    const hydrated = await watched.between('start', 'hydrated');
    const paint = await watched.between('start', 'paint');
    await watched.idle();
    const { bytes } = watched;
    await page.fill(name, 'Ada');
    await page.fill(message, request.message);
    await page.click(submit);
    const optimistic = pending ? await watched.between('press', 'optimistic') : '-';
    const confirmed = await watched.between('press', 'confirmed');
    return { bytes, paint, hydrated, optimistic, confirmed };
  });
}

async function pressedEarly(browser, request) {
  return visit(browser, { ...request, isEarly: true }, async (watched) => {
    const early = await watched.between('press', 'visible');
    if (watched.isBefore('hydrated', 'press')) throw new Error('the page was hydrated before the press');
    return { early };
  });
}

async function measure(browser, round, setting, [name, url]) {
  const target = TARGETS[name];
  const request = { url, target, setting: SETTINGS[setting] };
  const message = (kind) => `${kind} ${setting} ${round} ${name} ${process.pid}`;
  try {
    return {
      ...(await pressed(browser, { ...request, message: message('hydrated') })),
      ...(await pressedEarly(browser, { ...request, message: message('early') })),
    };
  } catch (error) {
    throw new Error(`${name}, ${setting}, round ${round}: ${error.message}`);
  }
}

const said = (value) => (typeof value == 'number' ? value.toFixed(1) : value);

function check(names, all, file) {
  for (const name of names) {
    if (!(name in all)) throw new Error(`there is no ${name} in ${file}, only ${Object.keys(all).join(', ')}`);
  }
}

async function main([runs, settings = '', ...targets]) {
  settings = settings.split(',');
  targets = targets.map((target) => target.split('='));
  check(settings, SETTINGS, 'the settings of bench/targets.mjs');
  check(targets.map(([name]) => name), TARGETS, 'bench/targets.mjs');
  const browser = await chromium.launch(launchOptions);
  try {
    for (let round = 0; round <= runs; round++) {
      for (const setting of settings) {
        for (const target of round % 2 ? targets : targets.toReversed()) {
          const figures = await measure(browser, round, setting, target);
          if (round == 0) continue;
          for (const [figure, value] of Object.entries(figures)) console.log(setting, target[0], figure, said(value));
        }
      }
      console.log('round', round);
    }
  } finally {
    await browser.close();
  }
}

main(process.argv.slice(2)).catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
