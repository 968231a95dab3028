// What no browser sends, or no browser of ours: each of these is a plain request.
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { createBrotliDecompress, createGunzip } from 'node:zlib';
import type { APIRequestContext, APIResponse } from '@playwright/test';
import { expect, test, unique } from '../fixtures';
import { Form } from '../support/form';

/** The form of the guestbook. */
const signForm = (request: APIRequestContext) => Form.on(request, '/guestbook', 'name="message"');

async function stored(request: APIRequestContext, text: string): Promise<number> {
  const page = await (await request.get('/guestbook')).text();
  return page.replace(/<script\b.*?<\/script>/gs, '').split(text).length - 1;
}

/** Says which status, and why when it is another. */
async function expectStatus(response: APIResponse, status: number) {
  expect(response.status(), `${response.url()}: ${await response.text().catch(() => '')}`).toBe(status);
}

test('a native submission is answered by a redirect to the page, which shows the outcome to its visitor only', async ({ request, playwright, baseURL }) => {
  const name = unique('Ada');
  const form = await signForm(request);
  const response = await form.send(request, { name, message: 'Hello' });
  await expectStatus(response, 303);
  const { location } = response.headers();
  expect(location).toMatch(/^\/guestbook\?_fw_done=/);
  expect(await (await request.get(location)).text()).toContain('You are in the book.');

  const other = await playwright.request.newContext({ baseURL });
  expect(await (await other.get(location)).text()).not.toContain('You are in the book.');
  await expectStatus(await other.get('/guestbook?_fw_done=unknown'), 200);
  await other.dispose();
});

test('pages with forms are private, and have a policy for scripts', async ({ request }) => {
  for (const path of ['/', '/guestbook', '/signup', '/members/1', '/editor']) {
    const { 'cache-control': cache, 'content-security-policy': policy } = (await request.get(path)).headers();
    expect(cache, path).toContain('private');
    expect(policy, path).toMatch(/script-src [^;]*'nonce-/);
    expect(policy, path).not.toContain('unsafe-inline');
  }
});

const REFUSED_ORIGINS: [string, Record<string, string>][] = [
  ['from another site', { origin: 'https://elsewhere.example' }],
  ['from another site, as the browser says', { origin: 'https://elsewhere.example', 'sec-fetch-site': 'cross-site' }],
  ['from another port of this machine', { origin: 'http://127.0.0.1:1', 'sec-fetch-site': 'same-site' }],
  ['without an origin', { origin: '' }],
  ['with an opaque origin', { origin: 'null' }],
  ['with an origin that is none', { origin: 'guestbook' }],
];

for (const [what, headers] of REFUSED_ORIGINS) {
  for (const by of ['', 'bridge', 'bridge+show', 'client']) {
    test(`a submission ${what} is refused with 403${by && ` (${by})`}, and does not run`, async ({ request }) => {
      const message = unique('origin');
      const form = await signForm(request);
      const more: Record<string, string> = by ? { 'x-formwork': by } : {};
      await expectStatus(await form.send(request, { name: 'Mallory', message }, { ...headers, ...more }), 403);
      expect(await stored(request, message)).toBe(0);
    });
  }
}

/** Actions of each kind that has a way of its own to the server. */
const ACTIONS = [
  { kind: 'an action', path: '/guestbook', in: 'name="message"', fields: (text: string) => ({ name: 'Mallory', message: text }) },
  { kind: 'an action with a sealed argument', path: '/members/3', in: 'name="name"', fields: (text: string) => ({ name: text }) },
  {
    kind: 'the action of a button',
    path: '/editor',
    in: 'name="title"',
    by: 'Save draft',
    fields: (text: string) => ({ title: text, body: 'A text.' }),
  },
];

for (const method of ['GET', 'HEAD', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
  for (const { kind, path, in: control, by, fields } of ACTIONS) {
    test(`${method} does not run ${kind}, whoever says to send it`, async ({ request, baseURL }) => {
      const text = unique('method');
      const form = await Form.on(request, path, control, by);
      const data = { ...form.hidden, ...fields(text) };
      const shown = async () => (await (await request.get(path)).text()).replace(/<script\b.*?<\/script>/gs, '');
      for (const script of ['', 'bridge', 'client']) {
        const response = await request.fetch(`${form.target}&${new URLSearchParams(data)}`, {
          method,
          headers: { origin: baseURL!, 'x-http-method-override': 'POST', ...(script && { 'x-formwork': script }) },
          maxRedirects: 0,
          ...(['GET', 'HEAD'].includes(method) ? {} : { form: data }),
        });
        await expectStatus(response, 405);
        expect(response.headers().allow).toBe('POST');
      }
      expect(await shown()).not.toContain(text);

      // Nothing of it is kept: the same by POST is new, and does run.
      const response = await form.send(request, fields(text));
      await expectStatus(response, 303);
      expect(response.headers()['x-formwork-replayed']).toBeUndefined();
      expect(await shown()).toContain(text);
    });
  }
}

test('an unknown action is 404, none is 400, and two are 400', async ({ request, baseURL }) => {
  const message = unique('which');
  const form = await signForm(request);
  const fields = { ...form.hidden, name: 'Mallory', message };
  const send = (url: string) => request.post(url, { form: fields, headers: { origin: baseURL! }, maxRedirects: 0 });
  await expectStatus(await send('/guestbook?_fw=no::such::action'), 404);
  await expectStatus(await send('/guestbook?_fw='), 404);
  await expectStatus(await send('/guestbook'), 400);
  await expectStatus(await send(`${form.target}&_fw=other`), 400);
  expect(await stored(request, message)).toBe(0);
});

test('an action can be posted to any page, and to one that does not exist', async ({ request, baseURL }) => {
  const form = await signForm(request);
  for (const path of ['/signup', '/nowhere']) {
    const message = unique('any');
    const response = await request.post(`${path}${form.action}`, {
      form: { ...form.hidden, '_fw.id': unique('id'), name: 'Ada', message },
      headers: { origin: baseURL! },
      maxRedirects: 0,
    });
    await expectStatus(response, 303);
    expect(await stored(request, message)).toBe(1);
  }
});

test('a body above the limit is 413, and does not run', async ({ request }) => {
  const form = await signForm(request);
  const name = unique('Mallory');
  const headers = { origin: new URL(form.url).origin };
  const message = 'x'.repeat(1_200_000);
  await expectStatus(await form.send(request, { name, message }), 413);
  const multipart = { ...form.hidden, name, message };
  await expectStatus(await request.post(form.target, { multipart, headers, maxRedirects: 0 }), 413);
  const fields = Object.fromEntries(Array.from({ length: 20_000 }, (_, at) => [`f${at}`, '']));
  await expectStatus(await form.send(request, { name, message: 'Hello', ...fields }), 413);
  expect(await stored(request, name)).toBe(0);
});

test('a body of another kind is 415, and one that cannot be read is 400', async ({ request }) => {
  const form = await signForm(request);
  const send = (type: string, data: string | Buffer) =>
    request.post(form.target, { data, headers: { origin: new URL(form.url).origin, 'content-type': type }, maxRedirects: 0 });
  await expectStatus(await send('text/plain', 'name=Mallory&message=x'), 415);
  await expectStatus(await send('application/json', '{"name":"Mallory"}'), 415);
  await expectStatus(await send('application/x-www-form-urlencoded', 'name=%FF&message=x'), 400);
  await expectStatus(await send('multipart/form-data; boundary=b', '--b\r\nnonsense'), 400);
  await expectStatus(await send('multipart/form-data', 'nonsense'), 400);
});

test('missing and unknown fields are the person’s mistake, not the server’s', async ({ request }) => {
  const form = await signForm(request);
  await expectStatus(await form.send(request, {}), 422);
  const message = unique('more');
  await expectStatus(await form.send(request, { name: 'Ada', message, more: 'fields' }), 303);
  expect(await stored(request, message)).toBe(1);
});

test('the same submission twice at the same time runs once, and both get its outcome', async ({ request }) => {
  const message = unique('once');
  const form = await signForm(request);
  const fields = { name: 'Ada', message };
  const responses = await Promise.all(Array.from({ length: 5 }, () => form.send(request, fields)));
  for (const response of responses) {
    await expectStatus(response, 303);
    expect(await (await request.get(response.headers().location)).text()).toContain('You are in the book.');
  }
  expect(await stored(request, message)).toBe(1);
});

test('the same submission later is replayed, and says so', async ({ request }) => {
  const message = unique('once');
  const form = await signForm(request);
  const first = await form.send(request, { name: 'Ada', message });
  const later = await form.send(request, { name: 'Ada', message });
  const asData = await form.send(request, { name: 'Ada', message }, { 'x-formwork': 'client' });
  expect(first.headers()['x-formwork-replayed']).toBeUndefined();
  expect(later.headers()['x-formwork-replayed']).toBe('1');
  expect(await asData.json()).toMatchObject({ outcome: { done: { message } }, replayed: true });
  expect(await stored(request, message)).toBe(1);
});

test('a submission with the same id and other input, or of another visitor, is another one', async ({ request, playwright, baseURL }) => {
  const message = unique('other');
  const form = await signForm(request);
  await expectStatus(await form.send(request, { name: 'Ada', message }), 303);
  await expectStatus(await form.send(request, { name: 'Bea', message }), 303);
  expect(await stored(request, message)).toBe(2);

  const other = await playwright.request.newContext({ baseURL });
  await other.get('/guestbook');
  const response = await form.send(other, { name: 'Ada', message });
  await expectStatus(response, 303);
  expect(response.headers()['x-formwork-replayed']).toBeUndefined();
  await other.dispose();
  expect(await stored(request, message)).toBe(3);
});

test('what was refused or invalid is not kept: the same id can be used again', async ({ request }) => {
  const message = unique('again');
  const form = await signForm(request);
  await expectStatus(await form.send(request, { name: '', message }), 422);
  await expectStatus(await form.send(request, { name: 'Ada', message }, { origin: 'null' }), 403);
  await expectStatus(await form.send(request, { name: 'Ada', message }), 303);
  expect(await stored(request, message)).toBe(1);
});

test.describe('a seal', () => {
  const renameForm = (request: APIRequestContext) => Form.on(request, '/members/5', 'name="name"');
  const bound = '_fw.bound';
  const broken: [string, (seal: string) => string][] = [
    ['with another character', (seal) => seal.replace(/(?<="sealed":".{20}[^"]*)[^"](?=[^"]{10}")/, (old) => (old === 'A' ? 'B' : 'A'))],
    ['of another version', (seal) => seal.replace(/"sealed":"./, '"sealed":"Z')],
    ['cut short', (seal) => seal.replace(/("sealed":"[^"]*)[^"]{4}"/, '$1"')],
    ['that is empty', (seal) => seal.replace(/"sealed":"[^"]*"/, '"sealed":""')],
    ['in clear', () => '[5]'],
    ['in clear, as an object', () => '[{"sealed":5}]'],
    ['missing', () => '[]'],
    ['twice', (seal) => `[${seal.slice(1, -1)},${seal.slice(1, -1)}]`],
    ['that is no JSON', () => '[{'],
  ];

  test('as it was made works', async ({ request }) => {
    const name = unique('Yuki');
    await expectStatus(await (await renameForm(request)).send(request, { name }), 303);
    expect(await (await request.get('/members/5')).text()).toContain(name);
  });

  for (const [what, change] of broken) {
    test(`${what} is 400, and does not run`, async ({ request }) => {
      const name = unique('Mallory');
      const form = await renameForm(request);
      const seal = form.hidden[bound];
      expect(change(seal)).not.toBe(seal);
      await expectStatus(await form.send(request, { name, [bound]: change(seal) }), 400);
      expect(await (await request.get('/members/5')).text()).not.toContain(name);
    });
  }

  test('does not show what is in it', async ({ request }) => {
    const first = await renameForm(request);
    const second = await renameForm(request);
    const [{ sealed }] = JSON.parse(first.hidden[bound]);
    expect(sealed).toMatch(/^[\w-]{60,}$/);
    expect(JSON.parse(second.hidden[bound])[0].sealed, 'two seals of one value').not.toBe(sealed);
  });
});

test('the client gets the outcome and the fresh list in one answer', async ({ request }) => {
  const message = unique('data');
  const form = await signForm(request);
  const page = await (await request.get('/guestbook')).text();
  const [, query] = /'q':'([^']*latest[^']*)'/.exec(page) ?? [];
  expect(query, 'the page names its query').toBeTruthy();
  const queries = JSON.stringify([{ q: query, a: '[20]' }]);
  const response = await form.send(
    request,
    { name: 'Ada', message, '_fw.queries': queries },
    { 'x-formwork': 'client', accept: 'application/json' },
  );
  await expectStatus(response, 200);
  const answer = await response.json();
  expect(answer.outcome.done).toMatchObject({ name: 'Ada', message });
  expect(answer.tags).toEqual(['entries']);
  expect(answer.queries).toHaveLength(1);
  expect(JSON.stringify(answer.queries[0].v)).toContain(message);
});

for (const [encoding, unpack] of [['br', createBrotliDecompress], ['gzip', createGunzip]] as const)
  test(`a streamed page is packed part by part (${encoding}): its beginning can be read before its end is there`, async ({ server, request }) => {
    const home = await (await request.get('/')).text();
    test.skip(!home.includes('?delay='), 'an optimised server does not wait');
    const sent = get(`${server.url}/workbench/foundry?stream=1500`, { headers: { 'accept-encoding': encoding } });
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    expect(response.headers['content-encoding']).toBe(encoding);
    expect(response.headers['vary']).toMatch(/accept-encoding/i);
    const begun = performance.now();
    let text = '';
    let first = 0;
    for await (const part of response.pipe(unpack())) {
      text += part;
      if (text.includes('</header>')) first ||= performance.now() - begun;
    }
    const last = performance.now() - begun;
    expect(text).toContain('</html>');
    expect(last - first, 'the end is late, and nothing waits for it').toBeGreaterThan(1000);
  });
