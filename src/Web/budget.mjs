// Adds up the gzip size of what the browser loads and fails when the first page outgrows its budget.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const kibMax = 340;
const root = process.argv[2] ?? '../Server/wwwroot';
const files = readdirSync(join(root, 'assets')).filter((name) => /\.(js|css)$/.test(name));
const sizes = files.map((name) => [name, gzipSync(readFileSync(join(root, 'assets', name))).length / 1024]);
const total = sizes.reduce((sum, [, kib]) => sum + kib, 0);
for (const [name, kib] of sizes.sort((a, b) => b[1] - a[1])) console.log(`${kib.toFixed(1).padStart(8)} KiB  ${name}`);
console.log(`${total.toFixed(1).padStart(8)} KiB  in all (gzip), budget ${kibMax} KiB`);
if (total > kibMax) process.exitCode = 1;
