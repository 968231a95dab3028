// What Formwork itself says is said in the language that the browser asks for. What Pressroom says itself is English.
import { expect, only, test, unique } from '../fixtures';
import { failure, guestbook, signup } from '../support/pages';
import { workbench } from '../support/workbench';

const LANGUAGES = [
  {
    locale: 'de-AT',
    lang: 'de',
    email: 'Bitte geben Sie eine E-Mail-Adresse wie name@example.com ein.',
    password: 'Bitte geben Sie mindestens 8 Zeichen ein (jetzt 5).',
    check: 'Bitte prüfen Sie Ihre Eingaben.',
    wrong: /Bei uns ist ein Fehler aufgetreten \(Nummer [0-9a-f]{8}\)\./,
    bridge: 'und werden eine Minute lang von selbst noch einmal gesendet; der Knopf versucht es sofort.',
    waiting: 'und werden von selbst noch einmal gesendet.',
    again: 'Jetzt noch einmal versuchen',
    script: 'Dieses Formular braucht JavaScript, deshalb wurde nichts getan. Ihre Eingaben sind noch da.',
  },
  {
    locale: 'en-GB',
    lang: 'en',
    email: 'Enter an e-mail address like name@example.com.',
    password: 'Enter at least 8 characters (you entered 5).',
    check: 'Please check what you entered.',
    wrong: /Something went wrong on our side \(error [0-9a-f]{8}\)\./,
    bridge: 'and is sent again by itself for a minute; the button tries at once.',
    waiting: 'and it is sent again by itself.',
    again: 'Try again now',
    script: 'This form needs JavaScript, so nothing was done. What you typed is still here.',
  },
  // Nobody has taught Pressroom this one.
  { locale: 'fr-FR', lang: 'en', check: 'Please check what you entered.' },
];

for (const said of LANGUAGES) {
  test.describe(said.locale, () => {
    test.use({ locale: said.locale });

    test('the mistakes of a form', async ({ app, page }) => {
      app.expectIssues();
      const form = signup(page);
      await app.visit('/signup');
      await expect(page.locator('html')).toHaveAttribute('lang', said.lang);
      await app.withoutConstraints();
      await form.fill('not-an-address', 'short', false);
      await form.create.click();
      await app.result(async () => {
        const summary = page.getByRole('main').getByRole('alert').filter({ has: page.getByRole('link') });
        await expect(summary).toContainText(said.check);
        if (said.email) await expect(form.email).toHaveAccessibleDescription(said.email);
        if (said.password) await expect(form.password).toHaveAccessibleDescription(new RegExp(`${escaped(said.password)}$`));
        // The app's own words are its own.
        await expect(form.terms).toHaveAccessibleDescription(/Please agree/);
        await expect(page.locator('html')).toHaveAttribute('lang', said.lang);
      });
    });

    const { wrong, bridge, waiting, again, script } = said;
    if (!wrong || !bridge || !waiting || !again || !script) return;

    test('an action that fails', async ({ app, page, expectLog }) => {
      app.expectConsole(/status of 500/);
      expectLog(/the platen does not close/);
      expectLog(/response failed/);
      const { embosser } = workbench(page);
      await app.visit('/workbench');
      await embosser.words.fill(unique('board'));
      await embosser.board.check();
      await embosser.emboss.click();
      await app.result(() => expect(embosser.jam).toContainText(wrong));
    });

    test(
      'no answer',
      only(['before-hydration', 'hydrated'], 'without JavaScript it is the browser that says so'),
      async ({ app, page }) => {
        app.expectConsole(/^request failed: POST .* net::ERR_CONNECTION_RESET/, /ERR_CONNECTION_RESET/);
        const message = unique('languages');
        const book = guestbook(page);
        await app.visit('/guestbook');
        await book.fill('Ada', message);
        const mend = await app.cutOff();
        await book.sign.click();
        await expect(failure(page)).toContainText(app.mode === 'hydrated' ? waiting : bridge);
        // The client goes on with what the bridge has begun, and says so in the same language.
        await app.hydrate();
        await expect(failure(page)).toContainText(waiting);
        await mend();
        await failure(page).getByRole('button', { name: again }).click();
        await expect(book.entry(message)).toHaveCount(1);
        await expect(failure(page)).toHaveCount(0);
        await app.quiet();
        expect(await app.stored('/guestbook', message)).toBe(1);
      },
    );

    test(
      'a form of code without JavaScript',
      only(['no-js'], 'elsewhere the code runs'),
      async ({ app, page }) => {
        app.expectConsole(/status of 400/);
        const { overprint } = workbench(page);
        await app.visit('/workbench');
        await overprint.ink.fill('Warm red');
        await overprint.print.click();
        await expect(failure(overprint.form)).toHaveText(script);
      },
    );
  });
}

test('a page in English carries no words for its client, and one in German only those', async ({ request }) => {
  const page = async (language: string) => {
    const response = await request.get('/workbench', { headers: { 'accept-language': language } });
    expect(response.headers()['vary']).toMatch(/accept-language/);
    return response.text();
  };
  const [english, german] = [await page('en'), await page('de')];
  expect(english).not.toContain('id="fw-texts"');
  expect(german.split('id="fw-texts"').length).toBe(2);
  // Once for all forms.
  for (const [html, words] of [
    [english, 'is sent again by itself for a minute'],
    [german, 'werden eine Minute lang von selbst noch einmal gesendet'],
  ])
    expect(html.split(words).length).toBe(2);
});

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
