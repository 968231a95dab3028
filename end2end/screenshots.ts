// Every page in light and dark, on a phone and on a desk, and what forms look like on the way.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test, type App } from './fixtures';
import { editor, failure, guestbook, members, signup, thread } from './support/pages';
import { foundry } from './support/foundry';
import { office } from './support/office';
import { workbench } from './support/workbench';

const FOLDER = process.env.SCREENSHOTS ? resolve(process.env.SCREENSHOTS) : mkdtempSync(join(tmpdir(), 'pressroom-screenshots-'));
const WIDTHS = [360, 1280];
const SCHEMES = ['light', 'dark'] as const;

/** What is shown, by the name of its picture. */
const SCENES: Record<string, (app: App) => Promise<void>> = {
  home: (app) => app.visit('/'),
  guestbook: (app) => app.visit('/guestbook'),
  'guestbook pending': async (app) => {
    const book = guestbook(app.page);
    await app.visit('/guestbook');
    const posts = await app.holdPosts();
    await book.fill('Ada Okonkwo', 'The ink was still wet, and so was I.');
    await book.sign.click();
    await posts.reached;
    await expect(book.entry('Sending…')).toBeVisible();
  },
  'guestbook signed': async (app) => {
    const book = guestbook(app.page);
    await app.visit('/guestbook');
    await book.fill('Ada Okonkwo', 'The ink was still wet, and so was I.');
    await book.sign.click();
    await expect(book.thanks('Ada Okonkwo')).toBeVisible();
  },
  'guestbook offline': async (app) => {
    app.expectConsole(/ERR_INTERNET_DISCONNECTED/);
    const book = guestbook(app.page);
    await app.visit('/guestbook');
    await book.fill('Ada Okonkwo', 'The ink was still wet, and so was I.');
    await app.page.context().setOffline(true);
    await book.sign.click();
    await expect(book.entry('Sending…')).toBeVisible();
  },
  signup: (app) => app.visit('/signup'),
  'signup mistakes': async (app) => {
    app.expectConsole(/status of 422/);
    const form = signup(app.page);
    await app.visit('/signup');
    await app.withoutConstraints();
    await form.fill('ada at example', 'short', false);
    await form.create.click();
    await expect(form.summary).toBeVisible();
  },
  'signup welcome': async (app) => {
    const email = `ada-${Math.random().toString(36).slice(2, 6)}@example.com`;
    const form = signup(app.page);
    await app.visit('/signup');
    await form.fill(email, 'a long password');
    await form.create.click();
    await expect(form.welcome(email)).toBeVisible();
  },
  members: (app) => app.visit('/members/1'),
  'members mistake': async (app) => {
    app.expectConsole(/status of 422/);
    const { here } = members(app.page);
    await app.visit('/members/1');
    await app.withoutConstraints();
    await here.name.fill('');
    await here.rename.click();
    await expect(here.name).toHaveAttribute('aria-invalid', 'true');
  },
  imprint: (app) => app.visit('/imprint'),
  editor: (app) => app.visit('/editor'),
  'editor published': async (app) => {
    const desk = editor(app.page);
    await app.visit('/editor');
    await desk.fill('On hyphens', 'They hold on to what they have, and let go at the end of the line.');
    await desk.publish.click();
    await expect(desk.said('On hyphens', 'is out in the world.')).toBeVisible();
  },
  workbench: (app) => app.visit('/workbench'),
  'workbench used': async (app) => {
    const { good, typeCase, imposition, ink, proof } = workbench(app.page);
    await app.visit('/workbench');
    await good.ten.click();
    await expect(good.count).toHaveText('10');
    await typeCase.sort('Roman').check();
    await typeCase.specimen.setInputFiles({ name: 'Specimen sheet, 8 pt.txt', mimeType: 'text/plain', buffer: Buffer.from('ffi fl') });
    await typeCase.takeStock.click();
    await expect(typeCase.stock.first()).toHaveText('roman');
    await imposition.signature.fill('B');
    await imposition.button('Quarto').click();
    await expect(imposition.said('folded:')).toBeVisible();
    await imposition.button('Mark a spot').click({ position: { x: 12, y: 150 } });
    await expect(imposition.said('marked on')).toBeVisible();
    await ink.mix.click();
    await expect(ink.mixed('by the form')).toBeVisible();
    await ink.call.click();
    await expect(ink.mixed('by a call')).toBeVisible();
    const posts = await app.holdPosts();
    await proof.line.fill('The ink was still wet.');
    await proof.pull.click();
    await posts.reached;
  },
  galley: (app) => app.visit('/workbench/galley'),
  stone: (app) => app.visit('/workbench/stone'),
  'telegraph refused': async (app) => {
    app.expectConsole(/status of 422/);
    const main = app.page.getByRole('main');
    await app.visit('/workbench/telegraph');
    await main.getByLabel('Receiver').fill('Ada Okonkwo');
    await main.getByLabel('Words').fill('send more paper and ink and type and string and two boys who can read');
    await main.getByRole('button', { name: 'Send it' }).click();
    await expect(main.getByText('Strike out 3.')).toBeVisible();
  },
  'make-ready': (app) => app.visit('/workbench/make-ready'),
  foundry: (app) => app.visit('/workbench/foundry'),
  'foundry streaming': async (app) => {
    const place = foundry(app.page);
    await app.page.goto('/workbench/foundry?stream=3000', { waitUntil: 'commit' });
    await expect(place.fetching).toBeVisible();
    await expect(app.page.getByRole('contentinfo')).toBeVisible();
  },
  'foundry used': async (app) => {
    const place = foundry(app.page);
    await app.visit('/workbench/foundry');
    await place.question.fill('Is there a Caslon with a long s?');
    await place.ask.click();
    await expect(place.asked('Is there a Caslon with a long s?')).toBeVisible();
    await place.kilos.fill('12');
    await place.order.click();
    await expect(place.ordered('12 kg of Caslon italic, 12 point')).toBeVisible();
  },
  bindery: (app) => app.visit('/workbench/bindery'),
  office: (app) => app.visit('/workbench/office'),
  'office used': async (app) => {
    app.expectConsole(/status of 4\d\d/);
    const { order, barge, key, room, trial } = office(app.page);
    await app.visit('/workbench/office');
    await app.withoutConstraints();
    await order.fill({ name: 'Ada Okonkwo', email: 'ada at example', paper: 'ab123', copies: '501', width: '210', weight: '0.125' });
    await order.send.click();
    await expect(order.copies).toHaveAttribute('aria-invalid', 'true');
    await barge.to.fill('Ghent, at the lock');
    await barge.send.click();
    await expect(barge.sent('Sent to Ghent')).toBeVisible();
    await room.what.fill('The first edition');
    await room.lock.click();
    await expect(failure(room.form)).toBeVisible();
    await key.take.click();
    await expect(key.taken).toBeVisible();
    await trial.ending.selectOption('interrupted');
    await trial.sheet.fill('The ink was still wet.');
    await trial.run.click();
    await expect(failure(trial.form)).toBeVisible();
  },
  'workbench jammed': async (app) => {
    app.expectConsole(/status of 500/);
    const { drawer, embosser } = workbench(app.page);
    await app.visit('/workbench');
    await drawer.toggle.click();
    await expect(drawer.typeface).toBeVisible();
    await embosser.words.fill('In Gold');
    await embosser.board.check();
    await embosser.emboss.click();
    await expect(embosser.jam).toBeVisible();
  },
  specimen: (app) => app.visit('/workbench/specimen'),
  thread: (app) => app.visit('/thread'),
  'thread pending': async (app) => {
    const talk = thread(app.page);
    await app.visit('/thread');
    const posts = await app.holdPosts();
    for (const text of ['Who has the good ruler?', 'And who has my pencil?']) {
      await talk.text.fill(text);
      await talk.say.click();
    }
    await posts.reached;
    await expect(talk.pending).toHaveCount(2);
  },
  'thread refused': async (app) => {
    app.expectConsole(/status of 403/);
    const talk = thread(app.page);
    await app.visit('/thread');
    await talk.text.fill('Buy spam');
    await talk.say.click();
    await expect(failure(app.page)).toBeVisible();
  },
  likes: (app) => app.visit('/likes'),
  views: (app) => app.visit('/views'),
  notes: (app) => app.visit('/notes'),
  feed: (app) => app.visit('/feed'),
  queue: (app) => app.visit('/queue'),
  'not found': async (app) => {
    app.expectConsole(/status of 404/);
    await app.visit('/nowhere');
  },
  'member not found': async (app) => {
    app.expectConsole(/status of 404/);
    await app.visit('/members/999');
  },
};

for (const [name, show] of Object.entries(SCENES)) {
  for (const width of WIDTHS) {
    for (const colorScheme of SCHEMES) {
      test.describe(`${width} ${colorScheme}`, () => {
        test.use({ viewport: { width, height: 800 }, colorScheme });
        test(name, async ({ app, page, expectLog }) => {
          if (name === 'workbench jammed') expectLog(/platen does not close|response failed/);
          await show(app);
          const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
          expect(sideways, 'pixels that one has to scroll sideways').toBeLessThanOrEqual(0);
          const path = join(FOLDER, `${name.replaceAll(' ', '-')}-${width}-${colorScheme}.png`);
          await page.screenshot({ path, fullPage: true, animations: 'disabled' });
          console.log(path);
        });
      });
    }
  }
}
