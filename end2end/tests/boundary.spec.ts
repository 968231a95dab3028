// An action that fails shows at the nearest error boundary.
import { expect, test, unique, type App } from '../fixtures';
import { failure } from '../support/pages';
import { workbench } from '../support/workbench';

test('a failure gives way to the boundary’s notice, and the form comes back with what was typed', async ({
  app,
  page,
  expectLog,
}) => {
  expectJam(app, expectLog);
  const { embosser } = workbench(page);
  const words = unique('board');
  await app.visit('/workbench');
  await embosser.words.fill(words);
  await embosser.board.check();
  await embosser.emboss.click();
  await app.result(async () => {
    await expect(embosser.jam).toContainText(/Something went wrong on our side \(error [0-9a-f]{8}\)/);
    await expect(embosser.jam.getByText('Something went wrong')).toHaveCount(1);
    await expect(embosser.words).toHaveCount(0);
    await expect(failure(page), 'nobody else says it').toHaveCount(1);
  });
  expect(await app.received(), 'the reason is the log’s').not.toContain('platen');

  // By keyboard one goes on where the form was.
  if (app.mode !== 'no-js') await expect(embosser.clear).toBeFocused();
  await embosser.clear.press('Enter');
  await app.result(async () => {
    await expect(embosser.jam).toHaveCount(0);
    await expect(embosser.words).toHaveValue(words);
    await expect(embosser.board).toBeChecked();
    await expect(failure(page)).toHaveCount(0);
    if (app.mode !== 'no-js') await expect(embosser.words).toBeFocused();
  });
  await embosser.board.uncheck();
  await embosser.emboss.click();
  await app.result(() => expect(embosser.embossed(words)).toBeVisible());
});

test('a press that jams twice is cleared twice', async ({ app, page, expectLog }) => {
  expectJam(app, expectLog);
  const { embosser } = workbench(page);
  const words = unique('board');
  await app.visit('/workbench');
  await embosser.words.fill(words);
  await embosser.board.check();
  for (const round of [1, 2]) {
    await test.step(`round ${round}`, async () => {
      await embosser.emboss.click();
      await expect(embosser.jam).toBeVisible();
      await app.quiet();
      await embosser.clear.click();
      await expect(embosser.words).toHaveValue(words);
    });
  }
  await app.result(() => expect(embosser.words).toHaveValue(words));
});

/** The log and the console have their say. */
function expectJam(app: App, expectLog: (pattern: RegExp) => void) {
  app.expectConsole(/status of 500/);
  expectLog(/the platen does not close/);
  expectLog(/response failed/);
}
