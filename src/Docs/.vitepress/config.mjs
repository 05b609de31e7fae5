import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { defineConfig } from 'vitepress';

import { addressOf, out, pages } from './paths.mjs';

const inModules = (file) => fileURLToPath(new URL(`../node_modules/${file}`, import.meta.url));
const base = '/docs/';
const groups = JSON.parse(readFileSync(new URL('sidebar.json', import.meta.url), 'utf8'));

/** The anchors of GitHub, so that a link with one works in both places. */
const slugify = (heading) =>
  heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M} _-]/gu, '')
    .replaceAll(' ', '-');

/** The server allows no inline script: each becomes a file, which is the same for all pages. */
function withoutInlineScripts(html) {
  return html.replace(/<script( id="[^"]*")?>([\s\S]*?)<\/script>/g, (_, id, code) => {
    const name = `${createHash('sha256').update(code).digest('hex').slice(0, 8)}.js`;
    mkdirSync(join(out, 'assets'), { recursive: true });
    writeFileSync(join(out, 'assets', name), code);
    return `<script src="${base}assets/${name}"></script>`;
  });
}

/** A link to a folder's README leads to the page that the folder has on the site. */
function readmesAreIndexes(markdown) {
  markdown.core.ruler.push('readmes', (state) => {
    for (const token of state.tokens.flatMap((block) => block.children ?? [])) {
      const target = token.type === 'link_open' ? token.attrGet('href') : null;
      if (target !== null && !/^[a-z]+:/.test(target)) token.attrSet('href', target.replace(/(^|\/)README\.md/, '$1index.md'));
    }
  });
}

/** Pages name the picture of the light theme; the site shows the one that fits, which lies beside it. */
function picturesHaveThemes(markdown) {
  markdown.core.ruler.push('themes', (state) => {
    for (const block of state.tokens)
      block.children = block.children?.flatMap((token) => {
        const source = token.type === 'image' ? token.attrGet('src') : null;
        if (source?.endsWith('-light.webp') !== true) return [token];
        const dark = Object.assign(new state.Token('image', 'img', 0), token, { attrs: token.attrs.map((pair) => [...pair]) });
        dark.attrSet('src', source.replace('-light.', '-dark.'));
        return [token, dark];
      }) ?? null;
  });
}

/** HTML is text, but for comments between blocks: they are for programs that write into pages. */
function withoutComments(markdown) {
  markdown.core.ruler.before('normalize', 'comments', (state) => {
    state.src = state.src.replace(/^<!--.*-->$/gm, '');
  });
}

function plain(markdown) {
  withoutComments(markdown);
  readmesAreIndexes(markdown);
  picturesHaveThemes(markdown);
  bracesAreText(markdown);
}

/** Two braces are two braces: pages are plain Markdown, without expressions of the site's. */
function bracesAreText(markdown) {
  for (const rule of ['text', 'code_inline']) {
    const render = markdown.renderer.rules[rule];
    markdown.renderer.rules[rule] = (...given) => render(...given).replaceAll('{', '&#123;');
  }
}

export default defineConfig({
  title: 'NeptuneAlt',
  description: 'Experiment tracking for large training runs: open source, self-hosted, a drop-in replacement for Neptune 3.x.',
  lang: 'en-US',
  base,
  srcDir: pages,
  outDir: out,
  cleanUrls: true,
  metaChunk: true,
  rewrites: { 'README.md': 'index.md', 'adr/README.md': 'adr/index.md' },
  // A server of one's own is no address that a link could name.
  ignoreDeadLinks: 'localhostLinks',
  head: [['link', { rel: 'icon', type: 'image/svg+xml', href: '/favicon.svg' }]],
  markdown: {
    anchor: { slugify },
    config: plain,
    html: false,
    image: { lazyLoading: true },
    // The usual ones are too faint to be read by everybody.
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
  },
  transformHtml: withoutInlineScripts,
  vite: {
    // The pages lie outside of this folder, and would not find it.
    resolve: {
      alias: [
        { find: /^vue\/server-renderer$/, replacement: inModules('vue/server-renderer/index.mjs') },
        { find: /^vue$/, replacement: inModules('vue/dist/vue.runtime.esm-bundler.js') },
      ],
    },
    build: { assetsInlineLimit: 0, chunkSizeWarningLimit: 4096 },
  },
  themeConfig: {
    search: { provider: 'local' },
    outline: [2, 3],
    sidebar: groups.map(({ text, items }) => ({
      text,
      items: items.map((item) => ({ text: item.text, link: `/${addressOf(item.page)}` })),
    })),
  },
});
