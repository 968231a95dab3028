// The files of the client, as they are built, served and kept.
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { APIRequestContext, APIResponse } from '@playwright/test';
import { expect, test as base } from '../fixtures';
import { BINARY, Server, SITE_ROOT } from '../support/server';

const TYPES = [
  { extension: 'css', type: /^text\/css/ },
  { extension: 'js', type: /^text\/javascript/ },
  { extension: 'wasm', type: /^application\/wasm$/ },
] as const;

/** How cargo-leptos names a file after what is in it. */
const HASHED = /\.[\w-]{16,}\.(css|js|wasm)$/;

/** The build's files, each with a compressed one beside it, whether or not it was built so. */
const test = base.extend<{ compressedSite: Server }>({
  compressedSite: async ({ request, baseURL }, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'pressroom-site-'));
    await cp(SITE_ROOT, folder, { recursive: true });
    for (const { extension } of TYPES) {
      const file = join(folder, await pathOf(request, baseURL!, extension));
      const content = await readFile(file);
      await writeFile(`${file}.br`, brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } }));
      await writeFile(`${file}.gz`, gzipSync(content, { level: 1 }));
    }
    const server = await Server.start({ LEPTOS_SITE_ROOT: folder });
    await use(server);
    await server.stop();
    await rm(folder, { recursive: true });
  },
});

/** The path of the one file of a kind that pages name. */
async function pathOf(request: APIRequestContext, url: string, extension: string): Promise<string> {
  const page = await (await request.get(url)).text();
  const named = [...page.matchAll(/"(\/pkg\/[^"]+)"/g)].map(([, path]) => path);
  const [path, ...others] = new Set(named.filter((path) => path.endsWith(`.${extension}`)));
  expect(path, `the ${extension} that the page names`).toBeTruthy();
  expect(others, `one ${extension} alone`).toEqual([]);
  return path;
}

/** How a response is encoded, which is none where there is no such header. */
function encodingOf(response: APIResponse): string {
  return response.headers()['content-encoding'] ?? 'none';
}

for (const { extension, type } of TYPES) {
  test(`the client’s ${extension} is what was built, and is kept for ever if its name changes with it`, async ({ request, baseURL }) => {
    const path = await pathOf(request, baseURL!, extension);
    const file = join(SITE_ROOT, path);
    const response = await request.get(path, { headers: { 'accept-encoding': 'identity' } });
    expect(response.status()).toBe(200);
    expect(response.headers()['content-type']).toMatch(type);
    expect(response.headers()['x-content-type-options']).toBe('nosniff');
    expect(encodingOf(response)).toBe('none');
    expect((await response.body()).equals(await readFile(file)), 'the file itself').toBe(true);
    expect(response.headers()['cache-control']).toBe(
      HASHED.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache',
    );
  });

  test(`the client’s ${extension} comes compressed where the build has compressed it`, async ({ request, baseURL }) => {
    const path = await pathOf(request, baseURL!, extension);
    const file = join(SITE_ROOT, path);
    for (const [encoding, suffix] of [['br', '.br'], ['gzip', '.gz']]) {
      const response = await request.get(path, { headers: { 'accept-encoding': encoding } });
      expect(encodingOf(response)).toBe(existsSync(file + suffix) ? encoding : 'none');
      expect((await response.body()).equals(await readFile(file)), `what comes as ${encoding}`).toBe(true);
    }
  });
}

test('what is compressed beside the build’s files is served to those who can read it, and kept apart by caches', async ({ compressedSite, request }) => {
  for (const { extension, type } of TYPES) {
    const path = await pathOf(request, compressedSite.url, extension);
    const content = await readFile(join(SITE_ROOT, path));
    const asked: [string, string][] = [
      ['br', 'br'],
      ['gzip', 'gzip'],
      ['gzip, deflate, br', 'br'],
      ['identity', 'none'],
      ['br;q=0, gzip', 'gzip'],
    ];
    for (const [accepted, encoding] of asked) {
      const response = await request.get(compressedSite.url + path, { headers: { 'accept-encoding': accepted } });
      const what = `${basename(path)} for ${accepted}`;
      expect(encodingOf(response), what).toBe(encoding);
      expect(response.headers()['content-type'], what).toMatch(type);
      expect(response.headers()['vary'], what).toMatch(/accept-encoding/i);
      expect((await response.body()).equals(content), what).toBe(true);
      if (HASHED.test(path)) expect(response.headers()['cache-control'], what).toContain('immutable');
    }
  }
});

test('a file whose name stays the same is asked for again, and sent again only if it has changed', async ({ request }) => {
  const response = await request.get('/favicon.svg');
  const { 'cache-control': cache, 'last-modified': modified } = response.headers();
  expect(response.status()).toBe(200);
  expect(cache).toBe('no-cache');
  const again = await request.get('/favicon.svg', { headers: { 'if-modified-since': modified } });
  expect(again.status()).toBe(304);
  expect(again.headers()['cache-control']).toBe('no-cache');
});

test('a file that is not there is a bare 404 which nobody keeps', async ({ request }) => {
  for (const name of ['pressroom.AAAAAAAAAAAAAAAAAAAAAA.js', 'pressroom.AAAAAAAAAAAAAAAAAAAAAA.wasm', '..%2f..%2fCargo.toml']) {
    const response = await request.get(`/pkg/${name}`);
    expect(response.status(), name).toBe(404);
    expect(response.headers()['cache-control'], name).toBe('no-store');
    expect(await response.text(), name).toBe('');
  }
});

test('nothing that only the server needs is in the client', async ({ request, baseURL }) => {
  const parts = ['js', 'wasm'].map(async (extension) => {
    const response = await request.get(await pathOf(request, baseURL!, extension));
    expect(response.status()).toBe(200);
    return response.body();
  });
  const client = Buffer.concat(await Promise.all(parts));
  const server = await readFile(BINARY);
  const SERVER_ONLY = [
    'INSERT INTO',
    'argon2',
    'sqlx',
    // From the bodies of actions: of a plain one, of one that is called, of those in a module.
    'This e-mail address has an account already. Use another one.',
    'There is no such ink on the shelf.',
    'Click on the sheet.',
    // From what they call.
    'without a letter',
  ];
  for (const text of SERVER_ONLY) {
    expect(server.includes(text), `the server knows “${text}”`).toBe(true);
    expect(client.includes(text), `the client knows “${text}”`).toBe(false);
  }
  // What it must have, in the same encoding: the rules of fields, and what pages say.
  for (const text of ['Up to 200 characters.', 'You are in the book.', 'Signing…']) {
    expect(client.includes(text), `the client knows “${text}”`).toBe(true);
  }
});
