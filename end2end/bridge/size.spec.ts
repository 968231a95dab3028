// The inline bridge is in every page.
import { expect, test } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';

const script = readFileSync(join(__dirname, '../../crates/formwork/src/bridge/bridge.min.js'));

test('the inline script has at most 2 kB, with gzip and with brotli', () => {
  expect(gzipSync(script, { level: 9 }).length).toBeLessThanOrEqual(2048);
  expect(brotliCompressSync(script).length).toBeLessThanOrEqual(2048);
});
