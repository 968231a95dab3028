// Where things are in Pressroom's galley, by role and label.
import type { Page } from '@playwright/test';

export const GALLEY = '/workbench/galley';

export function galley(page: Page) {
  const tool = (name: string) => page.getByRole('region', { name, exact: true });
  const [correction, delivery, stop] = [tool('Correction'), tool('Delivery'), tool('Stop')];
  const lines = tool('Lines');
  return {
    /** All of it is shut while it is under way, by a fieldset. */
    correction: {
      line: correction.getByLabel('Line'),
      mark: correction.getByLabel('Mark'),
      correct: correction.getByRole('button', { name: /^Correct/ }),
      /** Shut by the app, whatever is under way. */
      print: correction.getByRole('button', { name: 'Print' }),
      form: correction.locator('form'),
      said: correction.getByText(/^Corrected:/),
    },
    delivery: {
      how: (label: string) => delivery.getByLabel(label),
      /** In sight where a courier goes. */
      street: delivery.getByLabel('Street'),
      /** In a part that is closed. */
      floor: delivery.getByLabel('Floor'),
      inside: delivery.locator('details'),
      remark: delivery.getByLabel('Remark'),
      written: delivery.getByText(/ of 120 letters$/),
      deliver: delivery.getByRole('button', { name: /^Deliver/ }),
      said: delivery.getByText(/^The sheets /),
      form: delivery.locator('form'),
    },
    lines: {
      text: lines.getByLabel('New line'),
      set: lines.getByRole('button', { name: 'Set it' }),
      /** The rows of a text. */
      rows: (text: string) => lines.getByRole('listitem').filter({ hasText: text }),
    },
    stop: {
      dialog: stop.locator('dialog'),
      why: stop.getByLabel('Why it is stopped'),
      stop: stop.getByRole('button', { name: /^(Stop it|Stopping…)$/ }),
      elsewhere: stop.getByRole('button', { name: 'in another tab' }),
      proof: stop.getByRole('button', { name: 'Have a proof first' }),
      run: stop.getByRole('button', { name: 'Let it run' }),
      said: stop.getByText(/^Stopped:/),
    },
  };
}
