// The inline scripts are in every page.
import { expect, test } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';

for (const [name, limit] of [['bridge', 2048], ['start', 640], ['start.later', 720], ['wake', 1024]] as const)
  test(`${name}.js has at most ${limit} bytes, with gzip and with brotli`, () => {
    const script = readFileSync(join(__dirname, `../../crates/formwork/src/bridge/${name}.min.js`));
    expect(gzipSync(script, { level: 9 }).length).toBeLessThanOrEqual(limit);
    expect(brotliCompressSync(script).length).toBeLessThanOrEqual(limit);
  });
