// Where things are on Pressroom's pages, by role and label.
import type { Locator, Page } from '@playwright/test';

export function guestbook(page: Page) {
  const main = page.getByRole('main');
  return {
    name: main.getByLabel('Name'),
    message: main.getByLabel('Message'),
    sign: main.getByRole('button', { name: /^Sign/ }),
    form: formWith(main.getByLabel('Message')),
    thanks: (name: string) => main.getByText(`Thank you, ${name}. You are in the book.`),
    entry: (text: string) => main.getByRole('listitem').filter({ hasText: text }),

    async fill(name: string, message: string) {
      await this.name.fill(name);
      await this.message.fill(message);
    },
  };
}

export function signup(page: Page) {
  const main = page.getByRole('main');
  return {
    email: main.getByLabel('E-mail'),
    password: main.getByLabel('Password'),
    terms: main.getByLabel('I agree'),
    create: main.getByRole('button', { name: /^Creat/ }),
    form: formWith(main.getByLabel('Password')),
    summary: main.getByRole('alert').filter({ hasText: 'Please check what you entered.' }),
    welcome: (email: string) => main.getByRole('heading', { name: `Welcome, ${email}` }),

    async fill(email: string, password: string, agrees = true) {
      await this.email.fill(email);
      await this.password.fill(password);
      await this.terms.setChecked(agrees);
    },
  };
}

export function members(page: Page) {
  const main = page.getByRole('main');
  const plate = (at: number) => ({
    name: main.getByLabel('Name').nth(at),
    rename: main.getByRole('button', { name: /^Renam/ }).nth(at),
    form: formWith(main.getByLabel('Name').nth(at)),
  });
  return {
    /** The one whose page it is. */
    here: plate(0),
    /** The one at the next desk. */
    next: plate(1),
    heading: (name: string) => main.getByRole('heading', { level: 2, name, exact: true }),
    desk: (name: string) => main.getByRole('navigation').getByRole('link', { name }),
  };
}

export function edition(page: Page) {
  const main = page.getByRole('main');
  return {
    headline: main.getByLabel('Headline'),
    publish: main.getByRole('button', { name: /^Publish/ }),
    number: main.locator('.brass strong'),
    form: formWith(main.getByLabel('Headline')),
    out: (number: number, headline: string) => main.getByText(`Edition ${number} is out: “${headline}”.`),
    late: main.getByText('Another edition has come out since you looked.'),
  };
}

export function editor(page: Page) {
  const main = page.getByRole('main');
  return {
    title: main.getByLabel('Title'),
    text: main.getByLabel('Text'),
    publish: main.getByRole('button').first(),
    draft: main.getByRole('button', { name: 'Save draft' }),
    said: (title: string, what: string) => main.getByText(`“${title}” ${what}`),
    article: (title: string) =>
      main.getByRole('listitem').filter({ has: page.getByRole('heading', { name: title, exact: true }) }),

    async fill(title: string, text: string) {
      await this.title.fill(title);
      await this.text.fill(text);
    },
  };
}

export function thread(page: Page) {
  const main = page.getByRole('main');
  return {
    text: main.getByLabel('Your message'),
    say: main.getByRole('button', { name: 'Say it' }),
    texts: main.locator('.said-text'),
    pending: main.locator('.said[data-pending]'),
    message: (text: string) => main.getByRole('region', { name: 'Messages' }).getByRole('listitem').filter({ hasText: text }),
  };
}

/** What a form says of itself as a whole: one form, or any on the page. */
export function failure(within: Page | Locator): Locator {
  return within.getByRole('alert').filter({ hasText: /\S/ });
}

/** Sends again what got no answer: by the form's button, or where the client waits for its turn, by the one that it offers. */
export async function sendAgain(page: Page, button: Locator) {
  await failure(page).getByRole('button', { name: 'Try again now' }).or(button.and(page.locator(':enabled'))).click();
}

/** Forms have no name of their own. */
function formWith(control: Locator): Locator {
  return control.locator('xpath=ancestor::form');
}
