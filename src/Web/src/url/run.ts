import { defaultCharts, oneOf, readCharts, writeCharts, type ChartsView } from './charts';

export type RunTab = 'attributes' | 'charts' | 'logs' | 'files' | 'source' | 'lineage';

/** What is looked at on the page of one run. */
export interface RunView {
  tab: RunTab;
  /** Extended regex over attribute paths. */
  filter: string;
  /** The attribute whose preview is open. */
  attribute: string | null;
  charts: ChartsView;
}

export const defaultRun: RunView = { tab: 'attributes', filter: '', attribute: null, charts: defaultCharts };

const tabs = ['attributes', 'charts', 'logs', 'files', 'source', 'lineage'] as const;

export function parseRun(search: string): RunView {
  const params = new URLSearchParams(search);
  const old = params.get('detailsTab');
  return {
    tab: oneOf(tabs, params.get('tab')) ?? (old === 'charts' || old === 'dashboard' ? 'charts' : 'attributes'),
    filter: params.get('attributes') ?? '',
    attribute: params.get('attribute'),
    charts: readCharts(params),
  };
}

export function printRun(view: RunView): string {
  const params = new URLSearchParams();
  if (view.tab !== 'attributes') params.set('tab', view.tab);
  if (view.filter !== '') params.set('attributes', view.filter);
  if (view.attribute !== null) params.set('attribute', view.attribute);
  writeCharts(view.charts, params);
  const text = params.toString();
  return text === '' ? '' : `?${text}`;
}
