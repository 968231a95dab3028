// Makes the minified scripts, and notes of which sources and how large: a test of the crate compares.
import { readFileSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { minify } from 'terser';

const fnv1a = (bytes) =>
  bytes.reduce((hash, byte) => BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n), 0xcbf29ce484222325n).toString(16);

// Names that begin with an underscore are between the scripts.
const nameCache = {};
let built = '';
const ISLANDS = ['bridge.islands', 'start.islands', 'start.later.islands', 'show.islands'];
for (const name of ['bridge', 'start', 'start.later', 'wake', 'show', 'keys', ...ISLANDS]) {
  const source = readFileSync(`${name.split('.')[0]}.js`);
  // One keyword for all declarations packs better.
  const { code } = await minify(source.toString().replace(/\bconst\b/g, 'let'), {
    ecma: 2020,
    compress: { passes: 3, booleans_as_integers: true, global_defs: { AT_ONCE: !name.includes('later'), ISLANDS: ISLANDS.includes(name) } },
    mangle: { properties: { regex: /^_[a-z]/ } },
    nameCache,
  });
  writeFileSync(`${name}.min.js`, code);
  built += `${name} ${fnv1a(source)} ${fnv1a(Buffer.from(code))} ${gzipSync(code, { level: 9 }).length}\n`;
}
writeFileSync('built.txt', built);
