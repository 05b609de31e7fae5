// What belongs to the site and is no page of it: files that pages link to, the pages' own text, and llms.txt, the way in for programs that read.
// Last, the compressed forms of what does not change, as the web app has them.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { out, pages } from './.vitepress/paths.mjs';

const groups = JSON.parse(readFileSync(new URL('.vitepress/sidebar.json', import.meta.url), 'utf8'));
const about =
  '# NeptuneAlt\n\n> Experiment tracking for large training runs: open source, self-hosted, a drop-in replacement for Neptune 3.x.\n';
let short = about;
let full = about;

for (const group of groups) {
  short += `\n## ${group.text}\n\n`;
  for (const { page } of group.items) {
    const text = readFileSync(join(pages, page), 'utf8');
    const title = /^# (.*)$/m.exec(text)?.[1];
    const sentence = /^(?!#|[|>!`<-])\S[^]*?[.:](?=\s)/m.exec(text)?.[0].replace(/\s+/g, ' ').replace(/\[([^\]]*)\]\([^)]*\)/g, '$1');
    short += `- [${title}](/docs/${page}): ${sentence}\n`;
    full += `\n<!-- /docs/${page} -->\n\n${text}`;
    keep(page);
  }
}

for (const file of ['openapi.json', 'formats/dashboard.schema.json']) keep(file);
writeFileSync(join(out, 'llms-full.txt'), full);
execFileSync('node', ['../Web/compress.mjs'], { env: { ...process.env, NEPTUNEALT_WEB_OUT: out }, cwd: import.meta.dirname });
// A build that has this file has all.
writeFileSync(join(out, 'llms.txt'), short);

function keep(file) {
  mkdirSync(dirname(join(out, file)), { recursive: true });
  cpSync(join(pages, file), join(out, file));
}
