// Makes src/api/generated from docs/openapi.json: npm run generate
import { createClient } from '@hey-api/openapi-ts';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const input = path('../../../docs/openapi.json');
const output = path('../src/api/generated');

await createClient({ input, output: { path: output, clean: true }, plugins: ['@hey-api/typescript'] });
writeFileSync(`${output}/source.sha256`, `${createHash('sha256').update(readFileSync(input)).digest('hex')}\n`);
