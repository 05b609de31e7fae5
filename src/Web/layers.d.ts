export const layers: Record<
  | 'model'
  | 'url'
  | 'browser'
  | 'api'
  | 'components'
  | 'data'
  | 'pickers'
  | 'nql'
  | 'charts'
  | 'project'
  | 'shell'
  | 'widgets'
  | 'pages'
  | 'app',
  readonly string[]
>;
export const pages: readonly string[];
