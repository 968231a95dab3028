// Pressroom's foundry, by role and label.
import type { Page } from '@playwright/test';

export function foundry(page: Page) {
  const main = page.getByRole('main');
  const tool = (name: string) => main.getByRole('region', { name, exact: true });
  const [question, order] = [tool('Ask the foundry'), tool('Order type')];
  return {
    question: question.getByLabel('Your question'),
    ask: question.getByRole('button'),
    asked: (text: string) => question.getByText(`The foundry has your question: “${text}”`),

    /** What stands there until the catalogue comes. */
    fetching: order.getByText('Fetching the catalogue…'),
    fount: order.getByLabel('Fount'),
    kilos: order.getByLabel('Kilograms'),
    order: order.getByRole('button'),
    ordered: (what: string) => order.getByText(`Ordered: ${what}.`),

    orders: tool('On order').getByRole('listitem'),
  };
}
