// A form whose bound argument is a version: after each edition it is another form.
import { expect, test, unique } from '../fixtures';
import { Form } from '../support/form';
import { edition } from '../support/pages';
import type { APIRequestContext } from '@playwright/test';

test('who publishes is told so in the form that has the next number', async ({ app, page }) => {
  const path = `/edition?paper=${unique('paper')}`;
  const desk = edition(page);
  await app.visit(path);
  for (const number of [1, 2]) {
    const headline = unique('Ink');
    await expect(desk.number).toHaveText(String(number - 1));
    await desk.headline.fill(headline);
    await desk.publish.click();
    await app.result(async () => {
      await expect(desk.out(number, headline)).toBeVisible();
      await expect(desk.number).toHaveText(String(number));
      await expect(desk.headline).toHaveValue('');
    });
  }
});

test('who comes second is refused, keeps the headline, and can publish after the other', async ({ app, page, request }) => {
  const path = `/edition?paper=${unique('paper')}`;
  const headline = unique('Second');
  const desk = edition(page);
  await app.visit(path);
  await publish(request, path, unique('First'));
  await desk.headline.fill(headline);
  app.expectConsole(/status of 409/);
  await desk.publish.click();
  await app.result(async () => {
    await expect(desk.late).toBeVisible();
    await expect(desk.late).toHaveCount(1);
    await expect(desk.headline).toHaveValue(headline);
    await expect(desk.number).toHaveText('1');
  });
  await desk.publish.click();
  await app.result(async () => {
    await expect(desk.out(2, headline)).toBeVisible();
    await expect(desk.late).toHaveCount(0);
  });
});

test('a mistake is shown in the form though its number has changed by the answer', async ({ app, page, request }) => {
  const path = `/edition?paper=${unique('paper')}`;
  const headline = 'x'.repeat(61);
  const desk = edition(page);
  await app.visit(path);
  await app.withoutConstraints();
  await publish(request, path, unique('First'));
  app.expectIssues();
  await desk.headline.fill(headline);
  await desk.publish.click();
  await app.result(async () => {
    await expect(desk.headline).toHaveAttribute('aria-invalid', 'true');
    await expect(desk.headline).toHaveValue(headline);
  });
});

/** Somebody else publishes. */
async function publish(request: APIRequestContext, path: string, headline: string) {
  const form = await Form.on(request, path, 'Headline');
  const answer = await form.send(request, { headline });
  expect(answer.status()).toBe(303);
}
