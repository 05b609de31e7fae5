// Adds up the gzip size of what the browser loads for the first page, and fails when it outgrows its budget. What other
// pages load on top is listed, and not counted.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const kibMax = 235;
const root = process.argv[2] ?? process.env.NEPTUNEALT_WEB_OUT ?? '../Server/wwwroot';
const manifest = JSON.parse(readFileSync(join(root, '.vite/manifest.json'), 'utf8'));
const first = new Set();

/** A chunk, what it imports, and their styles. */
function add(key) {
  const { file, imports = [], css = [] } = manifest[key];
  if (first.has(file)) return;
  first.add(file);
  for (const sheet of css) first.add(sheet);
  for (const other of imports) add(other);
}

for (const [key, { isEntry }] of Object.entries(manifest)) if (isEntry) add(key);
const all = new Set(Object.values(manifest).flatMap(({ file, css = [] }) => [file, ...css]));
const sizes = new Map([...all].map((file) => [file, gzipSync(readFileSync(join(root, file))).length / 1024]));
const print = (kib, text) => console.log(`${kib.toFixed(1).padStart(8)} KiB  ${text}`);
const list = (files) => {
  const sorted = [...files].sort((a, b) => sizes.get(b) - sizes.get(a));
  for (const file of sorted) print(sizes.get(file), file);
  return sorted.reduce((sum, file) => sum + sizes.get(file), 0);
};
console.log('Later:');
print(list([...all].filter((file) => !first.has(file))), 'in all (gzip)');
console.log('First page:');
const total = list(first);
print(total, `in all (gzip), budget ${kibMax} KiB`);
if (total > kibMax) process.exitCode = 1;
