// Makes the minified scripts, and notes of which sources: a test of the crate compares.
import { readFileSync, writeFileSync } from 'node:fs';
import { transformSync } from 'esbuild';

const fnv1a = (bytes) =>
  bytes.reduce((hash, byte) => BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n), 0xcbf29ce484222325n).toString(16);

let built = '';
for (const name of ['bridge', 'show']) {
  const source = readFileSync(`${name}.js`);
  const { code } = transformSync(source.toString(), { minify: true, target: 'es2022' });
  writeFileSync(`${name}.min.js`, code);
  built += `${name} ${fnv1a(source)} ${fnv1a(Buffer.from(code))}\n`;
}
writeFileSync('built.txt', built);
