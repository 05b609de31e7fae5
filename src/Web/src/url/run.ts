import { defaultCharts, oneOf, readCharts, writeCharts, type ChartsView } from './charts';

export type RunTab = 'attributes' | 'charts' | 'logs' | 'files' | 'source' | 'lineage';

/** What the x axis of a lineage is. */
export const lineageBys = ['step', 'time'] as const;
export type LineageBy = (typeof lineageBys)[number];

/** What is looked at on the page of one run. */
export interface RunView {
  tab: RunTab;
  /** Extended regex over attribute paths. */
  filter: string;
  /** The attribute whose preview is open. */
  attribute: string | null;
  lineageBy: LineageBy;
  charts: ChartsView;
}

export const defaultRun: RunView = {
  tab: 'attributes',
  filter: '',
  attribute: null,
  lineageBy: 'step',
  charts: defaultCharts,
};

const tabs = ['attributes', 'charts', 'logs', 'files', 'source', 'lineage'] as const;

export function parseRun(search: string): RunView {
  const params = new URLSearchParams(search);
  const old = params.get('detailsTab');
  return {
    tab: oneOf(tabs, params.get('tab')) ?? (old === 'charts' || old === 'dashboard' ? 'charts' : 'attributes'),
    filter: params.get('attributes') ?? '',
    attribute: params.get('attribute'),
    lineageBy: oneOf(lineageBys, params.get('lineage')) ?? 'step',
    charts: readCharts(params),
  };
}

export function printRun(view: RunView): string {
  const params = new URLSearchParams();
  if (view.tab !== 'attributes') params.set('tab', view.tab);
  if (view.filter !== '') params.set('attributes', view.filter);
  if (view.attribute !== null) params.set('attribute', view.attribute);
  if (view.lineageBy !== 'step') params.set('lineage', view.lineageBy);
  writeCharts(view.charts, params);
  const text = params.toString();
  return text === '' ? '' : `?${text}`;
}
