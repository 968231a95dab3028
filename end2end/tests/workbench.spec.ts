// Small things that forms and actions can do, each on a tool of the workbench.
import { expect, only, test, unique } from '../fixtures';
import { failure } from '../support/pages';
import { workbench } from '../support/workbench';

test.describe('a tally', () => {
  test('starts from the state before', async ({ app, page }) => {
    const { good, spoiled } = workbench(page);
    await app.visit('/workbench');
    await expect(good.count).toHaveText('0');
    const presses = [good.one, good.ten, good.one];
    for (const [at, count] of ['1', '11', '12'].entries()) {
      await presses[at].click();
      await expect(good.count).toHaveText(count);
      await app.quiet();
    }
    await app.result(async () => {
      await expect(good.count).toHaveText('12');
      await expect(spoiled.count).toHaveText('0');
    });
    await good.ten.click();
    await expect(good.count).toHaveText('22');
  });

  test('shares nothing with the other one of the same action, and each keeps its count', async ({ app, page }) => {
    const { good, spoiled } = workbench(page);
    await app.visit('/workbench');
    await good.ten.click();
    await expect(good.count).toHaveText('10');
    await app.quiet();
    await spoiled.one.click();
    await app.result(async () => {
      await expect(spoiled.count).toHaveText('1');
      await expect(good.count).toHaveText('10');
    });
    await app.quiet();
    await good.one.click();
    await app.result(async () => {
      await expect(good.count).toHaveText('11');
      await expect(spoiled.count).toHaveText('1');
    });
  });

  test('keeps its count when another form has issues', async ({ app, page }) => {
    app.expectConsole(/status of 422/);
    const { good, pigeonholes } = workbench(page);
    await app.visit('/workbench');
    await good.ten.click();
    await expect(good.count).toHaveText('10');
    await app.quiet();
    await app.withoutConstraints();
    await pigeonholes.printer.note.fill(unique('long').padEnd(81, '.'));
    await pigeonholes.printer.leave.click();
    await app.result(async () => {
      await expect(pigeonholes.printer.note).toHaveAttribute('aria-invalid', 'true');
      await expect(good.count).toHaveText('10');
    });
    await app.quiet();
    await good.one.click();
    await app.result(() => expect(good.count).toHaveText('11'));
  });

  test(
    'counts every press, also those that come while the server is slow',
    only(['before-hydration', 'hydrated'], 'without JavaScript a press takes the place of the one before'),
    async ({ app, page }) => {
      const { good } = workbench(page);
      await app.visit('/workbench');
      const posts = await app.holdPosts();
      for (const button of [good.one, good.one, good.ten, good.one]) await button.click();
      await posts.reached;
      posts.open();
      await app.result(async () => {
        await expect(good.count).toHaveText('13');
        await app.quiet();
      });
      expect(app.posts.length).toBe(4);
    },
  );

  test(
    'counts every press, also where the client takes over in between',
    only(['before-hydration'], 'it is about the moment of hydration'),
    async ({ app, page }) => {
      const { good } = workbench(page);
      await app.visit('/workbench');
      const posts = await app.holdPosts();
      for (const button of [good.one, good.ten, good.one]) await button.click();
      await posts.reached;
      await app.hydrate();
      await good.ten.click();
      posts.open();
      await expect(good.count).toHaveText('22');
      await app.quiet();
      expect(app.posts.length).toBe(4);
    },
  );

  test('goes on after a refusal', async ({ app, page }) => {
    app.expectConsole(/status of 400/);
    const { good } = workbench(page);
    await app.visit('/workbench');
    await good.one.click();
    await expect(good.count).toHaveText('1');
    await app.quiet();
    await good.ten.evaluate((button: HTMLButtonElement) => (button.value = '1000'));
    await good.ten.click();
    await app.result(async () => {
      await expect(failure(page)).toHaveText('Press one of the two buttons.');
      await expect(good.count).toHaveText('1');
    });
    await app.quiet();
    await good.one.click();
    await expect(good.count).toHaveText('2');
    await expect(failure(page)).toHaveCount(0);
  });

  test('believes no state that was tampered with', async ({ app, page }) => {
    app.expectConsole(/status of 400/);
    const { good } = workbench(page);
    await app.visit('/workbench');
    await good.ten.click();
    await expect(good.count).toHaveText('10');
    await app.quiet();
    await good.form.locator('[name="_fw.prev"]').evaluate((input: HTMLInputElement) => (input.value = '1000'));
    const sent = app.posts.length;
    await good.one.click();
    await expect.poll(() => app.posts.length).toBe(sent + 1);
    const status = (await app.posts[sent].response())?.status();
    if (app.mode === 'hydrated') {
      // The client sends the state that the last answer brought, whatever the document says.
      expect(status).toBe(200);
      await expect(good.count).toHaveText('11');
    } else {
      expect(status).toBe(400);
      await expect(page.getByText('1001')).toHaveCount(0);
    }
  });
});

test.describe('a tally that begins with a number of its own', () => {
  for (const way of ['by its address', 'from another page']) {
    test(`goes on from there, reached ${way}`, async ({ app, page }) => {
      const { stacked, good } = workbench(page);
      if (way === 'by its address') {
        await app.visit('/workbench');
      } else {
        await app.visit('/likes');
        await app.follow('Workbench');
      }
      await expect(stacked.count).toHaveText('500');
      await stacked.one.click();
      await expect(stacked.count).toHaveText('501');
      await app.quiet();
      await stacked.ten.click();
      await expect(stacked.count).toHaveText('511');
      await app.quiet();
      await good.one.click();
      await expect(good.count).toHaveText('1');
      await expect(stacked.count).toHaveText('511');
      if (app.mode !== 'hydrated') return;
      await app.quiet();
      await stacked.anew.click();
      await expect(stacked.count).toHaveText('500');
      await stacked.one.click();
      await expect(stacked.count).toHaveText('501');
    });
  }

  test(
    'believes no beginning that was made up',
    only(['hydrated'], 'elsewhere the server has sealed it'),
    async ({ app, page }) => {
      app.expectConsole(/status of 409/);
      const { stacked } = workbench(page);
      await page.route(/_fw=/, (route) => {
        const body = route.request().postData()?.replace(/(_fw\.prev=%3F\w+-\w*\+)500/, '$19000');
        return route.continue({ postData: body });
      });
      await app.visit('/likes');
      await app.follow('Workbench');
      await stacked.one.click();
      await app.result(() => expect(stacked.form.getByRole('alert')).toContainText('out of date'));
      await expect(stacked.count).toHaveText('500');
      // The form has the server's seal now.
      await stacked.one.click();
      await expect(stacked.count).toHaveText('501');
    },
  );
});

test.describe('a tally that starts anew', () => {
  test(
    'counts from the beginning, and leaves the other one alone',
    only(['before-hydration', 'hydrated'], 'a click handler is the client’s'),
    async ({ app, page }) => {
      const { good, spoiled } = workbench(page);
      await app.visit('/workbench');
      await good.ten.click();
      await expect(good.count).toHaveText('10');
      await app.quiet();
      if (app.mode === 'before-hydration') {
        await expect(good.anew).toBeDisabled();
        await app.hydrate();
      }
      await spoiled.one.click();
      await expect(spoiled.count).toHaveText('1');
      await app.quiet();
      const sent = app.posts.length;
      await good.anew.click();
      await expect(good.count).toHaveText('0');
      expect(app.posts.length, 'the server is not asked').toBe(sent);
      await good.one.click();
      await expect(good.count).toHaveText('1');
      await expect(spoiled.count).toHaveText('1');
    },
  );

  test('forgets a refusal, too', only(['hydrated'], 'a click handler is the client’s'), async ({ app, page }) => {
    app.expectConsole(/status of 400/);
    const { good } = workbench(page);
    await app.visit('/workbench');
    await good.one.click();
    await expect(good.count).toHaveText('1');
    await app.quiet();
    await good.ten.evaluate((button: HTMLButtonElement) => (button.value = '1000'));
    await good.ten.click();
    await expect(failure(page)).toHaveText('Press one of the two buttons.');
    await good.anew.click();
    await expect(failure(page)).toHaveCount(0);
    await expect(good.count).toHaveText('0');
  });

  test('does so by loading the page where there is no client', only(['no-js'], 'with JavaScript the client comes'), async ({ app, page }) => {
    const { good } = workbench(page);
    await app.visit('/workbench');
    await good.ten.click();
    await expect(good.count).toHaveText('10');
    await expect(good.anew).toBeDisabled();
    await app.visit('/workbench');
    await expect(good.count).toHaveText('0');
  });
});

test.describe('the type case', () => {
  test('an action reads the form as it was sent: several values, hidden ones, a file', async ({ app, page }) => {
    const { typeCase } = workbench(page);
    await app.visit('/workbench');
    await typeCase.sort('Roman').check();
    await typeCase.sort('Ligatures').check();
    await typeCase.specimen.setInputFiles({ name: 'Bodoni & co.txt', mimeType: 'text/plain', buffer: Buffer.from('ffi fl') });
    await typeCase.takeStock.click();
    await app.result(async () => {
      await expect(typeCase.stock).toHaveText([
        'roman',
        'roman, ligatures',
        'No. 4',
        'Bodoni & co.txt, 6 bytes',
        'cabinet, sort, sort, specimen',
      ]);
      await expect(typeCase.sort('Roman')).not.toBeChecked();
      await expect(typeCase.specimen).toHaveValue('');
    });
  });

  test('what was not chosen is not there', async ({ app, page }) => {
    const { typeCase } = workbench(page);
    await app.visit('/workbench');
    await typeCase.takeStock.click();
    await app.result(() => expect(typeCase.stock).toHaveText(['none', 'none', 'No. 4', 'none', 'cabinet']));
  });

  test('a hidden input is the visitor’s to change', async ({ app, page }) => {
    const { typeCase } = workbench(page);
    await app.visit('/workbench');
    await typeCase.cabinet.evaluate((input: HTMLInputElement) => (input.value = 'No. 9'));
    await typeCase.takeStock.click();
    await app.result(() => expect(typeCase.stock.nth(2)).toHaveText('No. 9'));
  });

  test('an upload above the limit of its action is refused, and what was chosen stays', async ({ app, page }) => {
    app.expectConsole(/status of 413/);
    const { typeCase } = workbench(page);
    await app.visit('/workbench');
    await typeCase.sort('Italic').check();
    await typeCase.specimen.setInputFiles({ name: 'large.bin', mimeType: 'application/octet-stream', buffer: Buffer.alloc(400_000) });
    await typeCase.takeStock.click();
    // The client knows the limit, and sends nothing above it.
    if (app.mode !== 'hydrated') {
      await expect.poll(() => app.posts.length).toBe(1);
      expect((await app.posts[0].response())?.status()).toBe(413);
    }
    if (app.mode === 'no-js') {
      await expect(page.getByText('send at most 256 KiB')).toBeVisible();
      await app.back();
      await expect(typeCase.sort('Italic')).toBeChecked();
    } else {
      await app.result(async () => {
        await expect(failure(page)).toHaveCount(1);
        await expect(typeCase.sort('Italic')).toBeChecked();
        await expect(typeCase.specimen).toHaveValue(/large\.bin/);
        // The refusal comes before the gateway knows which form it is for, so that it has no page to show
        // it in: the bridge says that there is more to see, the client says what.
        await expect(failure(page)).toContainText(
          app.mode === 'hydrated' ? 'send at most 256 KiB' : /send at most 256 KiB|could not be shown here/,
        );
      });
      if (app.mode === 'hydrated') expect(app.posts.length).toBe(0);
    }
    await typeCase.specimen.setInputFiles({ name: 'small.bin', mimeType: 'application/octet-stream', buffer: Buffer.alloc(3) });
    await typeCase.takeStock.click();
    await expect(typeCase.stock.nth(0)).toHaveText('italic');
    await expect(typeCase.stock.nth(3)).toHaveText('small.bin, 3 bytes');
    await expect(failure(page)).toHaveCount(0);
  });
});

test.describe('imposition', () => {
  const FOLDS = [
    { button: 'Quarto', what: 'a button with name and value' },
    { button: 'Octavo', what: 'an input that submits' },
    { button: 'Folio', what: 'a button outside of the form' },
  ];
  for (const { button, what } of FOLDS) {
    test(`${what} is the submitter`, async ({ app, page }) => {
      const { imposition } = workbench(page);
      await app.visit('/workbench');
      await imposition.signature.fill('B');
      await imposition.button(button).click();
      await app.result(() => expect(imposition.said(`Sheet B, folded: ${button}.`)).toBeVisible());
    });
  }

  test('a button with `formnovalidate` skips the rules, and the others do not', async ({ app, page }) => {
    const { imposition } = workbench(page);
    await app.visit('/workbench');
    for (const name of ['Quarto', 'Octavo', 'Folio', 'Mark a spot']) {
      await imposition.button(name).click();
      await expect(imposition.signature).toBeFocused();
      await imposition.signature.blur();
    }
    await imposition.button('Leave it blank').click();
    await app.result(() => expect(imposition.said('Sheet without a letter, folded: Blank.')).toBeVisible());
    expect(app.posts.length).toBe(1);
  });

  test('a picture sends where it was clicked, to an action of its own', async ({ app, page }) => {
    const { imposition } = workbench(page);
    await app.visit('/workbench');
    await imposition.signature.fill('C');
    await imposition.button('Mark a spot').click({ position: { x: 12, y: 150 } });
    await app.result(() =>
      expect(imposition.said('Sheet C, marked on page 8, 12 from the left and 150 from the top.')).toBeVisible(),
    );
    await app.staysOnItsPage('/workbench');
    // Another place is another submission.
    await imposition.signature.fill('C');
    await imposition.button('Mark a spot').click({ position: { x: 200, y: 30 } });
    await expect(imposition.said('Sheet C, marked on page 4, 200 from the left and 30 from the top.')).toBeVisible();
    await expect(imposition.said('marked on')).toHaveCount(1);
    await expect(imposition.said('folded:')).toHaveCount(0);
    expect(app.posts.length).toBe(2);
  });

  test('Enter is the first button', async ({ app, page }) => {
    const { imposition } = workbench(page);
    await app.visit('/workbench');
    await imposition.signature.fill('D');
    await imposition.signature.press('Enter');
    await app.result(() => expect(imposition.said('Sheet D, folded: Quarto.')).toBeVisible());
  });

  test('a refusal leaves what was typed', async ({ app, page }) => {
    app.expectConsole(/status of 400/);
    const { imposition } = workbench(page);
    await app.visit('/workbench');
    await imposition.signature.fill('E');
    await imposition.button('Folio').evaluate((button: HTMLButtonElement) => (button.value = 'Origami'));
    await imposition.button('Folio').click();
    await app.result(async () => {
      await expect(failure(page)).toHaveText('Press one of the buttons.');
      await expect(imposition.signature).toHaveValue('E');
    });
  });

  test('a picture is pressed by keyboard at its corner', async ({ app, page }) => {
    const { imposition } = workbench(page);
    await app.visit('/workbench');
    await imposition.signature.fill('C');
    await imposition.button('Mark a spot').press('Enter');
    await app.result(() => expect(imposition.said('Sheet C, marked on page 5, 0 from the left')).toBeVisible());
  });
});

test.describe('pigeonholes', () => {
  test('a note is for the one whose form it was left in', async ({ app, page }) => {
    const [first, second] = [unique('first'), unique('second')];
    const { pigeonholes } = workbench(page);
    await app.visit('/workbench');
    await pigeonholes.printer.note.fill(first);
    await pigeonholes.printer.leave.click();
    await expect(pigeonholes.note(first)).toContainText('Printer');
    await expect(pigeonholes.printer.note).toHaveValue('');
    await app.quiet();
    await pigeonholes.editor.note.fill(second);
    await pigeonholes.editor.leave.click();
    await app.result(async () => {
      await expect(pigeonholes.note(first)).toHaveCount(1);
      await expect(pigeonholes.note(second)).toContainText('Editor');
    });
  });

  test('a mistake is shown in the form in which it was made', async ({ app, page }) => {
    app.expectConsole(/status of 422/);
    const note = unique('long').padEnd(81, '.');
    const { pigeonholes } = workbench(page);
    await app.visit('/workbench');
    await app.withoutConstraints();
    await pigeonholes.printer.note.fill(note);
    await pigeonholes.printer.leave.click();
    await app.result(async () => {
      await expect(pigeonholes.printer.note).toHaveAttribute('aria-invalid', 'true');
      await expect(pigeonholes.printer.note).toHaveAccessibleDescription(/81/);
      await expect(pigeonholes.printer.note).toHaveValue(note);
      await expect(pigeonholes.editor.note).not.toHaveAttribute('aria-invalid', 'true');
      await expect(pigeonholes.editor.note).toHaveValue('');
    });
  });

  test(
    'both at once: each form has its own queue',
    only(['hydrated'], 'the bridge sends one after the other, and without JavaScript there is one page'),
    async ({ app, page }) => {
      const [first, second] = [unique('first'), unique('second')];
      const { pigeonholes } = workbench(page);
      await app.visit('/workbench');
      const posts = await app.holdPosts();
      await pigeonholes.printer.note.fill(first);
      await pigeonholes.printer.leave.click();
      await pigeonholes.editor.note.fill(second);
      await pigeonholes.editor.leave.click();
      await expect.poll(() => posts.count).toBe(2);
      posts.open();
      await expect(pigeonholes.note(first)).toHaveCount(1);
      await expect(pigeonholes.note(second)).toHaveCount(1);
    },
  );

  test(
    'one after the other, faster than the server',
    only(['before-hydration', 'hydrated'], 'without JavaScript the second takes the first one’s place'),
    async ({ app, page }) => {
      const [first, second] = [unique('first'), unique('second')];
      const { pigeonholes } = workbench(page);
      await app.visit('/workbench');
      const posts = await app.holdPosts();
      await pigeonholes.printer.note.fill(first);
      await pigeonholes.printer.leave.click();
      await posts.reached;
      await pigeonholes.editor.note.fill(second);
      await pigeonholes.editor.leave.click();
      posts.open();
      await app.result(async () => {
        await expect(pigeonholes.note(first)).toHaveCount(1);
        await expect(pigeonholes.note(second)).toHaveCount(1);
        await app.quiet();
      });
      expect(app.posts.length).toBe(2);
    },
  );
});

test.describe('ink', () => {
  test('an action calls another one', async ({ app, page }) => {
    const { ink } = workbench(page);
    await app.visit('/workbench');
    await ink.first.selectOption('Yellow');
    await ink.second.selectOption('Green');
    await ink.mix.click();
    await app.result(async () => {
      await expect(ink.mixed('by the form')).toContainText('Yellow with Green.');
      await expect(ink.shelf.first()).toContainText('Yellow with Green');
    });
    const line = (await ink.shelf.first().textContent())!.trim();
    expect(await app.stored('/workbench', line), 'the other action ran once').toBe(1);
  });

  test('a form is told of what the other action has refused', async ({ app, page }) => {
    app.expectConsole(/status of 400/);
    const { ink } = workbench(page);
    await app.visit('/workbench');
    await ink.first.locator('option').first().evaluate((option: HTMLOptionElement) => (option.value = 'Invisible'));
    await ink.mix.click();
    await app.result(() => expect(failure(page)).toHaveText('There is no such ink on the shelf.'));
  });

  test(
    'an action is called from a click, and the list is fresh',
    only(['before-hydration', 'hydrated'], 'a click handler is the client’s'),
    async ({ app, page }) => {
      const { ink } = workbench(page);
      await app.visit('/workbench');
      if (app.mode === 'before-hydration') {
        await expect(ink.call).toBeDisabled();
        await app.hydrate();
      }
      const before = await ink.shelf.count();
      const reads: string[] = [];
      page.on('request', (request) => request.method() === 'GET' && reads.push(request.url()));
      await ink.first.selectOption('Warm red');
      await ink.second.selectOption('Yellow');
      await ink.call.click();
      await expect(ink.mixed('by a call')).toContainText('Warm red with Yellow.');
      await expect(ink.shelf.first()).toContainText('Warm red with Yellow');
      expect(before).toBeGreaterThan(0);
      expect(app.posts.length, 'one round trip').toBe(1);
      expect(reads, 'one round trip').toEqual([]);
      const line = (await ink.shelf.first().textContent())!.trim();
      await ink.call.click();
      await expect(ink.shelf.first(), 'each call is one').not.toHaveText(line);
      await expect(ink.shelf.nth(1)).toHaveText(line);
    },
  );

  test('who calls an action is told of a refusal', only(['hydrated'], 'a click handler is the client’s'), async ({ app, page }) => {
    app.expectConsole(/status of 400/);
    const { ink } = workbench(page);
    await app.visit('/workbench');
    await ink.first.locator('option').first().evaluate((option: HTMLOptionElement) => (option.value = 'Invisible'));
    await ink.call.click();
    await expect(ink.refused).toBeVisible();
    await expect(ink.mixed('by a call')).toHaveCount(0);
  });

  test('the button that needs the client is disabled without it', only(['no-js'], 'with JavaScript the client comes'), async ({ app, page }) => {
    const { ink } = workbench(page);
    await app.visit('/workbench');
    await expect(ink.call).toBeDisabled();
    await expect(ink.mix).toBeEnabled();
  });
});

test.describe('the proof press', () => {
  test('an action inside of a component works, handed to another one', async ({ app, page }) => {
    const text = `${unique('quick')} brown fox`;
    const { proof } = workbench(page);
    await app.visit('/workbench');
    await proof.line.fill(text);
    await proof.pull.click();
    await app.result(async () => {
      await expect(proof.pulled(text)).toContainText('3 words');
      await expect(proof.onItsWay).toHaveText(['nothing', 'none', 'none', 'none']);
    });
  });

  test('the rules hold for such an action too', async ({ app, page }) => {
    app.expectConsole(/status of 422/);
    const text = 'x'.repeat(61);
    const { proof } = workbench(page);
    await app.visit('/workbench');
    await app.withoutConstraints();
    await proof.line.fill(text);
    await proof.pull.click();
    await app.result(async () => {
      await expect(proof.line).toHaveAttribute('aria-invalid', 'true');
      await expect(proof.line).toHaveValue(text);
    });
  });

  test(
    'the form says what is on its way, how, where to, and that it takes its time',
    only(['before-hydration', 'hydrated'], 'a document is not there while it is on its way'),
    async ({ app, page }) => {
      const text = unique('quick');
      const { proof } = workbench(page);
      await app.visit('/workbench');
      const posts = await app.holdPosts();
      await proof.line.fill(text);
      await proof.pull.click();
      await posts.reached;
      // By the client, which takes over what was begun before it.
      await app.hydrate();
      await expect(proof.onItsWay).toHaveText([text, 'post', /pull/, /^sending/]);
      await expect(proof.onItsWay).toHaveText([text, 'post', /pull/, 'sending, and taking its time']);
      await expect(proof.pull).toBeDisabled();
      posts.open();
      await expect(proof.pulled(text)).toBeVisible();
      await expect(proof.onItsWay).toHaveText(['nothing', 'none', 'none', 'none']);
      await expect(proof.pull).toBeEnabled();
    },
  );
});

test.describe('an overprint', () => {
  const CLIENT = only(['before-hydration', 'hydrated'], 'its action is code of the page');

  test('is printed in both colours, by one press', CLIENT, async ({ app, page }) => {
    const { overprint, ink } = workbench(page);
    await app.visit('/workbench');
    await overprint.ink.fill('Warm red');
    await overprint.print.click();
    if (app.mode === 'before-hydration') {
      // It waits for the client.
      await expect(overprint.form).toHaveAttribute('aria-busy', 'true');
      expect(app.posts.length).toBe(0);
      await app.hydrate();
    }
    await expect(overprint.printed).toHaveText([/Warm red under Yellow$/, /Warm red under Green$/]);
    await expect(overprint.form).not.toHaveAttribute('aria-busy', 'true');
    await expect(overprint.ink).toHaveValue('');
    await expect(ink.shelf.first()).toContainText('Warm red with Green');
    await app.quiet();
    expect(app.posts.length).toBe(2);
  });

  test('takes its turn among what was pressed before and after it', only(['before-hydration'], 'it is about the moment of hydration'), async ({ app, page }) => {
    const { overprint, good } = workbench(page);
    await app.visit('/workbench');
    const posts = await app.holdPosts();
    await good.one.click();
    await posts.reached;
    await overprint.ink.fill('Reflex blue');
    await overprint.print.click();
    await good.ten.click();
    await app.hydrate();
    posts.open();
    await expect(overprint.printed).toHaveText([/Reflex blue under Yellow$/, /Reflex blue under Green$/]);
    await expect(good.count).toHaveText('11');
    await app.quiet();
    expect(app.posts.length).toBe(4);
  });

  test('that cannot be printed says why, and keeps what was typed', CLIENT, async ({ app, page }) => {
    app.expectConsole(/status of 400/);
    const { overprint } = workbench(page);
    await app.visit('/workbench');
    await overprint.ink.fill('Octarine');
    await overprint.print.click();
    await app.hydrate();
    await expect(failure(overprint.form)).toHaveText('There is no such ink on the shelf.');
    await expect(overprint.printed).toHaveCount(0);
    await expect(overprint.ink).toHaveValue('Octarine');
  });

  test('needs JavaScript, and says so with what was typed', only(['no-js'], 'with JavaScript it works'), async ({ app, page }) => {
    app.expectConsole(/status of 400/);
    const { overprint } = workbench(page);
    await app.visit('/workbench');
    await overprint.ink.fill('Warm red');
    await overprint.print.click();
    await expect(failure(overprint.form)).toContainText('This form needs JavaScript, so nothing was done.');
    await expect(overprint.ink).toHaveValue('Warm red');
  });
});
