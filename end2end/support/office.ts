// The tools in Pressroom's office, by role and label.
import type { Locator, Page } from '@playwright/test';

export function office(page: Page) {
  const tool = (name: string) => page.getByRole('region', { name, exact: true });
  const [order, strongroom, trial] = [tool('Order'), tool('Strongroom'), tool('Trial run')];
  const part = (within: Locator, name: string) => within.getByRole('group', { name });
  const [key, room] = [part(strongroom, 'The key'), part(strongroom, 'The room')];

  const cart = (name: string) => {
    const group = part(tool('Dispatch'), name);
    return {
      to: group.getByLabel('Where to'),
      send: group.getByRole('button'),
      sent: (text: string) => group.getByText(text),
      /** Hidden. */
      bound: group.locator('[name="_fw.bound"]'),
      form: group.locator('form'),
    };
  };

  const fields = {
    name: order.getByLabel('Name'),
    email: order.getByLabel('E-mail'),
    paper: order.getByLabel('Paper'),
    copies: order.getByLabel('Copies'),
    width: order.getByLabel('Width in millimetres'),
    weight: order.getByLabel('Weight of a copy'),
  };
  type Fields = Record<keyof typeof fields, string>;

  return {
    order: {
      ...fields,
      express: order.getByLabel('Express'),
      send: order.getByRole('button', { name: 'Order', exact: true }),
      askForPrice: order.getByRole('button', { name: 'Ask for the price' }),
      /** Name, e-mail, paper, copies, width, weight, express. */
      readBack: order.getByRole('definition'),
      price: order.getByText('That would be'),

      async fill(values: Partial<Fields>) {
        for (const [name, value] of Object.entries(values)) await fields[name as keyof Fields].fill(value);
      },
    },
    bicycle: cart('A parcel by bicycle'),
    barge: cart('Forty by barge'),
    key: {
      take: key.getByRole('button', { name: 'Take the key' }),
      giveBack: key.getByRole('button', { name: 'Give it back' }),
      taken: key.getByText(/^You have key No\. \d+\.$/),
      back: key.getByText('is back on the board.'),
      form: key.locator('form'),
    },
    room: {
      what: room.getByLabel('What goes in'),
      lock: room.getByRole('button'),
      locked: room.getByText('Locked away with key'),
      form: room.locator('form'),
    },
    trial: {
      ending: trial.getByLabel('How it ends'),
      sheet: trial.getByLabel('On the sheet'),
      run: trial.getByRole('button'),
      printed: trial.getByText('Printed:'),
      form: trial.locator('form'),
    },
    /** The row of an action or a query: its name, its kind, its guard. */
    door: (name: string) =>
      tool('Doors')
        .getByRole('row')
        .filter({ has: page.getByRole('rowheader', { name, exact: true }) }),
  };
}
