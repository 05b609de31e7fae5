/**
 * The folders of src and what each may import: only what is listed, and itself. ESLint reports a violation where it is
 * written; src/test/layers.test.ts also finds dynamic imports and circles.
 */
const core = ['model', 'browser', 'api', 'components', 'data'];

export const layers = {
  model: [],
  url: ['model'],
  browser: ['model'],
  api: ['model'],
  components: ['model', 'browser'],
  data: ['model', 'browser', 'api'],
  pickers: core,
  nql: core,
  formula: core,
  charts: [...core, 'pickers', 'formula'],
  project: [...core, 'url'],
  shell: [...core, 'url'],
  widgets: [...core, 'url', 'pickers', 'formula', 'charts'],
  boards: [...core, 'url', 'pickers', 'formula', 'charts', 'widgets'],
  pages: [...core, 'url', 'pickers', 'nql', 'formula', 'charts', 'project', 'shell', 'widgets', 'boards'],
  app: [...core, 'url', 'project', 'shell', 'pages'],
};

/** Pages do not import pages. */
export const pages = ['login', 'projects', 'reports', 'run', 'runs', 'share'];
