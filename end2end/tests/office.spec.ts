// Typed fields, bound arguments, guards, and the ends of an action, each on a tool of the office.
import { expect, inAllEngines, test, unique } from '../fixtures';
import { expectHead } from '../support/head';
import { failure } from '../support/pages';
import { office } from '../support/office';

test('the office is a page of its own', async ({ app, page }) => {
  await app.visit('/workbench/office');
  await app.result(async () => {
    await expect(page).toHaveTitle('Arguments and guards · Office · Pressroom');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Arguments and guards · Office');
  });
});

test.describe('an order', () => {
  const RIGHT = { name: 'Ada', email: 'ada@example.com', paper: 'AB123', copies: '200', width: '210', weight: '0.125' };
  /** What is wrong, and what is said of it. */
  const WRONG = [
    { field: 'name', value: 'A', said: /Enter at least 2 characters/ },
    { field: 'email', value: 'nobody', said: /e-mail address like/ },
    { field: 'paper', value: 'ab123', said: /Write it as on the sample: AB123\./ },
    { field: 'copies', value: '501', said: /Enter a number from 1 to 500\./ },
    { field: 'width', value: '210.5', said: /Enter a whole number\./ },
    { field: 'weight', value: '0', said: /Enter a number from 0\.01 to 2\.5\./ },
  ] as const;

  test('arrives as it was typed, number for number', inAllEngines(), async ({ app, page }) => {
    const { order } = office(page);
    const name = unique('Ada');
    await app.visit('/workbench/office');
    await order.fill({ ...RIGHT, name });
    await order.express.check();
    await order.send.click();
    await app.result(() =>
      expect(order.readBack).toHaveText([name, 'ada@example.com', 'AB123', '200', '210 mm', '0.125 kg', 'yes']),
    );
    await app.staysOnItsPage('/workbench/office');
  });

  test('may leave empty what is optional', async ({ app, page }) => {
    const { order } = office(page);
    await app.visit('/workbench/office');
    await order.fill({ ...RIGHT, width: '' });
    await order.send.click();
    await app.result(() =>
      expect(order.readBack).toHaveText(['Ada', 'ada@example.com', 'AB123', '200', 'as the sheet is', '0.125 kg', 'no']),
    );
  });

  test('with all mistakes at once has each said at its field, and keeps what was typed', inAllEngines(), async ({ app, page }) => {
    app.expectConsole(/status of 422/);
    const { order } = office(page);
    await app.visit('/workbench/office');
    await app.withoutConstraints();
    for (const { field, value } of WRONG) await order[field].fill(value);
    await order.express.check();
    await order.send.click();
    await app.result(async () => {
      for (const { field, value, said } of WRONG) {
        await expect(order[field], field).toHaveAttribute('aria-invalid', 'true');
        await expect(order[field], field).toHaveAccessibleDescription(said);
        await expect(order[field], field).toHaveValue(value);
      }
      await expect(order.express).not.toHaveAttribute('aria-invalid', 'true');
      await expect(order.express).toBeChecked();
      await expect(order.name).toBeFocused();
      await expect(order.readBack).toHaveCount(0);
    });
  });

  test('with one mistake has it said at that field alone', async ({ app, page }) => {
    app.expectConsole(/status of 422/);
    const { order } = office(page);
    await app.visit('/workbench/office');
    await order.fill(RIGHT);
    for (const { field, value, said } of WRONG) {
      await app.withoutConstraints();
      await order[field].fill(value);
      await order.send.click();
      await expect(order[field], field).toHaveAccessibleDescription(said);
      for (const { field: other } of WRONG) {
        if (other !== field) await expect(order[other], other).not.toHaveAttribute('aria-invalid', 'true');
      }
      await app.quiet();
      await order[field].fill(RIGHT[field]);
    }
    await order.send.click();
    await app.result(async () => {
      await expect(order.readBack.nth(3)).toHaveText('200');
      await expect(order.copies).not.toHaveAttribute('aria-invalid', 'true');
    });
  });

  test('without anything in it has said what must be filled in, and nothing else', async ({ app, page }) => {
    app.expectConsole(/status of 422/);
    const { order } = office(page);
    await app.visit('/workbench/office');
    await app.withoutConstraints();
    await order.send.click();
    await app.result(async () => {
      for (const field of ['name', 'email', 'paper', 'copies', 'weight'] as const) {
        await expect(order[field], field).toHaveAccessibleDescription(/Fill in this field\./);
        await expect(order[field], field).toHaveAttribute('aria-invalid', 'true');
      }
      await expect(order.width).not.toHaveAttribute('aria-invalid', 'true');
    });
  });

  test('has the rules of its fields as constraints, by which the browser keeps it back', async ({ app, page }) => {
    const { order } = office(page);
    await app.visit('/workbench/office');
    const constraints = {
      name: { required: '', minlength: '2', maxlength: '40' },
      email: { required: '', type: 'email', maxlength: '254' },
      paper: { required: '', pattern: '[A-Z]{2}[0-9]{3}', title: 'Write it as on the sample: AB123.' },
      copies: { required: '', type: 'number', min: '1', max: '500' },
      width: { type: 'number', min: '50', max: '900' },
      weight: { required: '', type: 'number', min: '0.01', max: '2.5', step: 'any' },
    } as const;
    for (const { field } of WRONG) {
      for (const [attribute, value] of Object.entries(constraints[field])) {
        await expect(order[field], field).toHaveAttribute(attribute, value);
      }
    }
    await expect(order.width).not.toHaveAttribute('required');
    await expect(order.express).not.toHaveAttribute('required');

    await order.fill(RIGHT);
    for (const { field, value } of WRONG) {
      await order[field].fill(value);
      for (const button of [order.send, order.askForPrice]) {
        await button.click();
        await expect(order[field], field).toBeFocused();
      }
      await order[field].fill(RIGHT[field]);
    }
    await order.copies.fill('');
    await order.send.click();
    await expect(order.copies).toBeFocused();
    expect(app.posts.length).toBe(0);

    await order.copies.fill('1');
    await order.send.click();
    await app.result(() => expect(order.readBack.nth(3)).toHaveText('1'));
    expect(app.posts.length).toBe(1);
  });

  test('is not made by an input that submits to another action', inAllEngines(), async ({ app, page }) => {
    const { order } = office(page);
    await app.visit('/workbench/office');
    await order.fill(RIGHT);
    await expect(order.askForPrice).toHaveAttribute('type', 'submit');
    await order.askForPrice.click();
    await app.result(async () => {
      await expect(order.price).toHaveText('That would be 115.00 euros.');
      await expect(order.readBack).toHaveCount(0);
    });
    expect(app.posts.length).toBe(1);
    await app.staysOnItsPage('/workbench/office');
    await order.fill(RIGHT);
    await order.express.check();
    await order.askForPrice.click();
    await expect(order.price).toHaveText('That would be 230.00 euros.');
  });

  test('has the mistakes shown that the other action’s input has found', async ({ app, page }) => {
    app.expectConsole(/status of 422/);
    const { order } = office(page);
    await app.visit('/workbench/office');
    await app.withoutConstraints();
    await order.fill({ ...RIGHT, copies: '0' });
    await order.askForPrice.click();
    await app.result(async () => {
      await expect(order.copies).toHaveAttribute('aria-invalid', 'true');
      await expect(order.copies).toHaveAccessibleDescription(/from 1 to 500/);
      await expect(order.copies).toHaveValue('0');
      await expect(order.price).toHaveCount(0);
    });
    await app.quiet();
    await order.copies.fill('100');
    await order.askForPrice.click();
    await expect(order.price).toHaveText('That would be 77.50 euros.');
    await expect(order.copies).not.toHaveAttribute('aria-invalid', 'true');
  });
});

test.describe('two forms with bound arguments', () => {
  test('each bring both of theirs', inAllEngines(), async ({ app, page }) => {
    const [first, second] = [unique('Ghent'), unique('Delft')];
    const { bicycle, barge } = office(page);
    await app.visit('/workbench/office');
    await barge.to.fill(first);
    await barge.send.click();
    await expect(barge.sent(`Sent to ${first} by barge: 40.`)).toBeVisible();
    await expect(bicycle.sent('Sent to')).toHaveCount(0);
    await app.quiet();
    await bicycle.to.fill(second);
    await bicycle.send.click();
    await app.result(async () => {
      await expect(bicycle.sent(`Sent to ${second} by bicycle: 1.`)).toBeVisible();
      await expect(barge.sent(`Sent to ${first} by barge: 40.`)).toBeVisible();
    });
    expect(app.posts.length).toBe(2);
  });

  test('show a mistake in the one in which it was made', async ({ app, page }) => {
    app.expectConsole(/status of 422/);
    const to = unique('far').padEnd(61, '.');
    const { bicycle, barge } = office(page);
    await app.visit('/workbench/office');
    await app.withoutConstraints();
    await barge.to.fill(to);
    await barge.send.click();
    await app.result(async () => {
      await expect(barge.to).toHaveAttribute('aria-invalid', 'true');
      await expect(barge.to).toHaveValue(to);
      await expect(bicycle.to).not.toHaveAttribute('aria-invalid', 'true');
      await expect(bicycle.to).toHaveValue('');
    });
  });

  test('carry them in clear: they are the sender’s to change', async ({ app, page }) => {
    const to = unique('Ghent');
    const { bicycle } = office(page);
    await app.visit('/workbench/office');
    await expect(bicycle.bound).toHaveValue('["Bicycle",1]');
    await bicycle.bound.evaluate((input: HTMLInputElement) => (input.value = '["Barge",7]'));
    await bicycle.to.fill(to);
    await bicycle.send.click();
    await app.result(() => expect(bicycle.sent(`Sent to ${to} by barge: 7.`)).toBeVisible());
  });

  for (const bound of ['["Balloon",1]', '["Bicycle"]']) {
    test(`are refused with 400 where theirs are ${bound}`, async ({ app, page }) => {
      app.expectConsole(/status of 400/);
      const to = unique('Ghent');
      const { bicycle } = office(page);
      await app.visit('/workbench/office');
      await bicycle.bound.evaluate((input: HTMLInputElement, bound) => (input.value = bound), bound);
      await bicycle.to.fill(to);
      await bicycle.send.click();
      await app.result(async () => {
        await expect(failure(bicycle.form)).toContainText('Load the page again');
        await expect(bicycle.to).toHaveValue(to);
        await expect(bicycle.sent('Sent to')).toHaveCount(0);
      });
      expect((await app.posts[0].response())?.status()).toBe(400);
    });
  }
});

test.describe('the strongroom', () => {
  const LOCKED = 'The strongroom is locked, and you do not have the key.';

  test('turns away who has no key, and says so in the form', async ({ app, page }) => {
    app.expectConsole(/status of 403/);
    const what = unique('first edition');
    const { room } = office(page);
    await app.visit('/workbench/office');
    await room.what.fill(what);
    await room.lock.click();
    await app.result(async () => {
      await expect(failure(page)).toHaveText(LOCKED);
      await expect(failure(room.form)).toHaveText(LOCKED);
      await expect(room.what).toHaveValue(what);
      await expect(room.locked).toHaveCount(0);
    });
    expect((await app.posts[0].response())?.status()).toBe(403);
  });

  test('lets in who has one, and knows which', async ({ app, page }) => {
    const what = unique('first edition');
    const { key, room } = office(page);
    await app.visit('/workbench/office');
    await key.take.click();
    await expect(key.taken).toBeVisible();
    const [, number] = /No\. (\d+)/.exec((await key.taken.textContent())!)!;
    await app.quiet();
    await room.what.fill(what);
    await room.lock.click();
    await app.result(async () => {
      await expect(room.locked).toHaveText(`Locked away with key No. ${number}: ${what}.`);
      await expect(key.taken).toBeVisible();
      await expect(failure(page)).toHaveCount(0);
    });
  });

  test('lets in who comes back with one', async ({ app, page }) => {
    app.expectConsole(/status of 403/);
    const what = unique('first edition');
    const { key, room } = office(page);
    await app.visit('/workbench/office');
    await room.what.fill(what);
    await room.lock.click();
    await expect(failure(room.form)).toHaveText(LOCKED);
    await app.quiet();
    await key.take.click();
    await expect(key.taken).toBeVisible();
    await app.quiet();
    await room.what.fill(what);
    await room.lock.click();
    await app.result(async () => {
      await expect(room.locked).toContainText(what);
      await expect(failure(page)).toHaveCount(0);
    });
  });

  test('turns away again who has given it back', async ({ app, page }) => {
    app.expectConsole(/status of 403/);
    const what = unique('first edition');
    const { key, room } = office(page);
    await app.visit('/workbench/office');
    await key.take.click();
    await expect(key.taken).toBeVisible();
    await app.quiet();
    await key.giveBack.click();
    await expect(key.back).toBeVisible();
    await expect(key.taken).toHaveCount(0);
    await app.quiet();
    expect((await page.context().cookies()).map(({ name }) => name)).not.toContain('pressroom-key');
    await room.what.fill(what);
    await room.lock.click();
    await app.result(async () => {
      await expect(failure(room.form)).toHaveText(LOCKED);
      await expect(room.what).toHaveValue(what);
      await expect(room.locked).toHaveCount(0);
    });
  });

  test('takes no key back from who has none: a button’s action has its own guard', async ({ app, page }) => {
    app.expectConsole(/status of 403/);
    const { key } = office(page);
    await app.visit('/workbench/office');
    await key.giveBack.click();
    await app.result(async () => {
      await expect(failure(key.form)).toHaveText(LOCKED);
      await expect(key.back).toHaveCount(0);
    });
    await app.quiet();
    await key.take.click();
    await expect(key.taken).toBeVisible();
    await expect(failure(page)).toHaveCount(0);
  });
});

test.describe('a trial run', () => {
  const ENDINGS = [
    { ending: 'refused', status: 403, said: 'The foreman has stopped this run.' },
    { ending: 'missing', status: 404, said: 'This does not exist (any more).' },
    {
      ending: 'interrupted',
      status: 409,
      said: 'This was stopped before it was finished. Check what was done before you send it again.',
    },
  ];

  test('that is done says so, and the form is empty', inAllEngines(), async ({ app, page }) => {
    const sheet = unique('sheet');
    const { trial } = office(page);
    await app.visit('/workbench/office');
    await trial.sheet.fill(sheet);
    await trial.run.click();
    await app.result(async () => {
      await expect(trial.printed).toHaveText(`Printed: “${sheet}”.`);
      await expect(trial.sheet).toHaveValue('');
      await expect(failure(page)).toHaveCount(0);
    });
    await app.staysOnItsPage('/workbench/office');
  });

  for (const { ending, status, said } of ENDINGS) {
    test(`that is ${ending} says so, keeps what was typed, and can be tried again`, inAllEngines(), async ({ app, page }) => {
      app.expectConsole(new RegExp(`status of ${status}`));
      const sheet = unique('sheet');
      const { trial } = office(page);
      await app.visit('/workbench/office');
      await trial.ending.selectOption(ending);
      await trial.sheet.fill(sheet);
      await trial.run.click();
      await app.result(async () => {
        await expect(failure(trial.form)).toHaveText(said);
        await expect(trial.sheet).toHaveValue(sheet);
        await expect(trial.ending).toHaveValue(ending);
        await expect(trial.sheet).not.toHaveAttribute('aria-invalid', 'true');
        await expect(trial.printed).toHaveCount(0);
      });
      expect((await app.posts[0].response())?.status()).toBe(status);
      await app.quiet();
      await trial.ending.selectOption('done');
      await trial.run.click();
      await expect(trial.printed).toHaveText(`Printed: “${sheet}”.`);
      await expect(failure(page)).toHaveCount(0);
    });
  }

  test('that is invalid says so at the field, and keeps what was typed', inAllEngines(), async ({ app, page }) => {
    app.expectConsole(/status of 422/);
    const sheet = unique('sheet');
    const { trial } = office(page);
    await app.visit('/workbench/office');
    await trial.ending.selectOption('invalid');
    await trial.sheet.fill(sheet);
    await trial.run.click();
    await app.result(async () => {
      await expect(trial.sheet).toHaveAttribute('aria-invalid', 'true');
      await expect(trial.sheet).toHaveAccessibleDescription('There is a mistake in this line.');
      await expect(trial.sheet).toHaveValue(sheet);
      await expect(trial.sheet).toBeFocused();
      await expect(trial.ending).toHaveValue('invalid');
      await expect(failure(page)).toHaveCount(0);
    });
    await app.quiet();
    await trial.ending.selectOption('done');
    await trial.run.click();
    await expect(trial.printed).toHaveText(`Printed: “${sheet}”.`);
    await expect(trial.sheet).not.toHaveAttribute('aria-invalid', 'true');
  });

  test('that leads elsewhere shows the other page', inAllEngines(), async ({ app, page }) => {
    const { trial } = office(page);
    await app.visit('/workbench/office');
    await expectHead(page, { description: 'Office', robots: [] });
    await trial.ending.selectOption('redirect');
    await trial.sheet.fill(unique('sheet'));
    await trial.run.click();
    await app.result(async () => {
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('Small examples · Workbench');
      await expect(page).toHaveTitle('Small examples · Workbench · Pressroom');
      await expectHead(page, { description: 'Workbench', robots: [] });
    });
    await app.staysOnItsPage('/workbench');
  });

  test('that fails gives a number, under which the log has the reason, and nobody else', async ({ app, page, server, expectLog }) => {
    const reason = 'roller 3 is cracked, and the spare one lies in the cellar';
    expectLog(new RegExp(reason));
    // The layer that traces requests has its own word about a 500.
    expectLog(/response failed/);
    app.expectConsole(/status of 500/);
    const sheet = unique('sheet');
    const { trial } = office(page);
    await app.visit('/workbench/office');
    await trial.ending.selectOption('failed');
    await trial.sheet.fill(sheet);
    await trial.run.click();
    await app.result(async () => {
      await expect(failure(trial.form)).toHaveText(
        /^Something went wrong on our side \(error [0-9a-f]{8}\)\. What you typed is still here: try again\.$/,
      );
      await expect(trial.sheet).toHaveValue(sheet);
      await expect(trial.ending).toHaveValue('failed');
      await expect(trial.printed).toHaveCount(0);
    });
    expect((await app.posts[0].response())?.status()).toBe(500);
    const [, id] = /error ([0-9a-f]{8})/.exec((await failure(trial.form).textContent())!)!;
    const logged = () => server.log.split('\n').filter((line) => line.includes(id)).join('\n');
    await expect.poll(logged, { message: 'the log under the number' }).toContain(reason);
    expect(await app.received(), 'what the browser was sent').not.toContain('roller 3');
    expect(await page.content()).not.toContain('roller 3');

    // It is the person's to try again; that is another run.
    await app.quiet();
    await trial.run.click();
    await expect(failure(trial.form)).toContainText(/error [0-9a-f]{8}/);
    await expect(failure(trial.form)).not.toContainText(id);
  });
});

test.describe('the doors', () => {
  test('are all on a list, with who may pass', async ({ app, page }) => {
    const { door } = office(page);
    await app.visit('/workbench/office');
    await app.result(async () => {
      for (const [name, kind, guard] of [
        ['lock_away', 'action', 'holds_the_key'],
        ['give_back_the_key', 'action', 'holds_the_key'],
        ['take_the_key', 'action', 'public'],
        ['sign_up', 'action', 'public'],
        ['doors', 'query', 'public'],
      ]) {
        await expect(door(name).getByRole('cell')).toHaveText([kind, guard]);
      }
    });
  });
});
