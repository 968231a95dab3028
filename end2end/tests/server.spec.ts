// How the server stops, and how it says that it cannot start.
import { once } from 'node:events';
import { connect } from 'node:net';
import { performance } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import { expect, test, unique } from '../fixtures';
import { Form } from '../support/form';
import { Held } from '../support/held';
import { Server } from '../support/server';

test.describe('asked to stop, the server', () => {
  /** What it says when it begins to stop. */
  const STOPPING = /stopping; requests under way/;

  test('reads to its end what it has begun to read, answers it, and ends with 0', async ({ freshServer, request }) => {
    const message = unique('stop');
    const form = await Form.on(request, `${freshServer.url}/guestbook`, 'name="message"');
    const held = await Held.send(form, { name: 'Ada', message });
    const ended = freshServer.terminate();
    await expect.poll(() => freshServer.log).toMatch(STOPPING);
    await expect.poll(() => isRefused(freshServer), 'a new connection is refused').toBe(true);
    const answer = await held.letGo();
    expect(answer.statusCode).toBe(303);
    expect(answer.headers.location).toMatch(/^\/guestbook\?_fw_done=/);
    expect(await ended).toBe(0);
    expect(freshServer.log).not.toContain('still under way');

    await freshServer.restart();
    expect(await (await request.get(form.url)).text()).toContain(message);
  });

  test('lets an action end that runs longer', async ({ freshServer, request }) => {
    const form = await Form.on(request, `${freshServer.url}/workbench`, 'Pull a proof');
    const held = await Held.send(form, { text: 'The quick brown fox' });
    const ended = freshServer.terminate();
    await expect.poll(() => freshServer.log).toMatch(STOPPING);
    // It takes its time from here on.
    const answer = await held.letGo();
    expect(answer.statusCode).toBe(303);
    expect(await ended).toBe(0);
    expect(freshServer.log).not.toContain('still under way');
  });

  test('waits for no connection on which nothing is under way, and closes its database', async ({ freshServer, request }) => {
    await request.get(`${freshServer.url}/guestbook`);
    const silent = connect(freshServer.port, '127.0.0.1');
    // The server may end it in any way.
    silent.on('error', () => {});
    await once(silent, 'connect');
    const begun = performance.now();
    expect(await freshServer.terminate()).toBe(0);
    // Well below the grace that a request has.
    expect(performance.now() - begun).toBeLessThan(5_000);
    expect(freshServer.log).not.toContain('still under way');
    expect((await freshServer.files()).filter((file) => file.includes('sqlite'))).toEqual(['pressroom.sqlite']);
    silent.destroy();
  });

  test('and asked again, ends at once, whatever is under way', async ({ freshServer, request }) => {
    const message = unique('stop');
    const form = await Form.on(request, `${freshServer.url}/guestbook`, 'name="message"');
    await Held.send(form, { name: 'Ada', message });
    const ended = freshServer.terminate();
    await expect.poll(() => freshServer.log).toMatch(STOPPING);
    const begun = performance.now();
    await freshServer.terminate();
    expect(await ended).toBe(0);
    expect(performance.now() - begun).toBeLessThan(5_000);
    expect(freshServer.log).toContain('stopped with requests still under way');

    await freshServer.restart();
    expect(await (await request.get(form.url)).text()).not.toContain(message);
  });
});

test.describe('a server that cannot start says why in one sentence, and ends with 1:', () => {
  test('the port is taken', async ({ server }) => {
    const { code, stderr, stdout, files } = await Server.fail({ LEPTOS_SITE_ADDR: `127.0.0.1:${server.port}` });
    expect(stderr).toMatch(/^pressroom: [^\n]+\n$/);
    expect(stderr).toContain(`port ${server.port} is taken`);
    expect(stderr, 'what to do').toContain('LEPTOS_SITE_ADDR=127.0.0.1:');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(files, 'it made no database').toEqual([]);
  });

  const WRONG: [string, NodeJS.ProcessEnv, string[]][] = [
    ['the database is of another kind', { DATABASE_URL: 'postgres://localhost/pressroom' }, ['postgres://localhost/pressroom', 'DATABASE_URL']],
    ['the database is in a folder that is not there', { DATABASE_URL: 'sqlite:///no/such/folder/p.sqlite' }, ['/no/such/folder/p.sqlite', 'DATABASE_URL']],
    ['the address is none', { LEPTOS_SITE_ADDR: 'nowhere' }, ['LEPTOS_SITE_ADDR']],
    ['a key is none', { FORMWORK_KEYS: 'secret' }, ['FORMWORK_KEYS', 'openssl rand']],
    ['the public origin is none', { FORMWORK_ORIGIN: 'nowhere' }, ['origin "nowhere"', 'https://']],
  ];
  for (const [what, settings, named] of WRONG) {
    test(what, async () => {
      const { code, stderr, stdout } = await Server.fail(settings);
      expect(stderr).toMatch(/^pressroom: [^\n]+\n$/);
      for (const name of named) expect(stderr).toContain(name);
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    });
  }
});

test('readers who leave while a page is being rendered leave nothing in the log', async ({ freshServer, random, request }) => {
  const READERS = 300;
  /** Longer than a page takes, in milliseconds. */
  const LONGEST = 12;
  const pages = ['/guestbook', '/thread', '/workbench', '/workbench/office'];
  for (let reader = 0; reader < READERS; reader++) {
    const socket = connect(freshServer.port, '127.0.0.1');
    await once(socket, 'connect');
    socket.on('error', () => {});
    socket.write(`GET ${random.pick(pages)} HTTP/1.1\r\nhost: 127.0.0.1:${freshServer.port}\r\n\r\n`);
    await setTimeout(random.between(0, LONGEST));
    socket.destroy();
  }
  for (const page of pages) expect((await request.get(freshServer.url + page)).status()).toBe(200);
  expect(await freshServer.terminate()).toBe(0);
});

/** Whether a new connection is refused. */
function isRefused(server: Server): Promise<boolean> {
  const socket = connect(server.port, '127.0.0.1');
  return new Promise<boolean>((resolve) => {
    socket.once('connect', () => resolve(false)).once('error', () => resolve(true));
  }).finally(() => socket.destroy());
}
