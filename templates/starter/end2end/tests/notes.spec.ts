import { expect, test } from './fixtures';

test('a note is added', async ({ page, visit }) => {
  const text = `Buy milk ${crypto.randomUUID()}`;
  await visit('/');
  await page.getByRole('textbox', { name: 'Note' }).fill(text);
  await page.getByRole('button', { name: 'Add' }).click();
  await expect(page.getByRole('listitem').filter({ hasText: text })).toHaveCount(1);
  await expect(page.getByRole('textbox', { name: 'Note' })).toHaveValue('');
});

test('what the server finds is said at the field, and what was typed stays', async ({ page, visit }) => {
  await visit('/');
  await page.getByRole('textbox', { name: 'Note' }).fill('A secret');
  await page.getByRole('button', { name: 'Add' }).click();
  await expect(page.getByText('No secrets, please.').first()).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Note' })).toHaveValue('A secret');
  await expect(page.getByRole('textbox', { name: 'Note' })).toHaveAttribute('aria-invalid', 'true');
});
