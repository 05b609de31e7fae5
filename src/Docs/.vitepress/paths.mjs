import { fileURLToPath } from 'node:url';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));

/** Where the pages are, as they stand on GitHub. */
export const pages = at('../../../docs');

/** The server's web root, of which the site is one folder. */
export const out = process.env.NEPTUNEALT_DOCS_OUT ?? at('../../Server/wwwroot/docs');

/** The address of a page below /docs/: folders have their README as index. */
export const addressOf = (page) => page.replace(/(^|\/)README\.md$/, '$1').replace(/\.md$/, '');
