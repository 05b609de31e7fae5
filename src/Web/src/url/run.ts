import { oneOf } from '../model/oneOf';
import { lineageBys, runTabs, type RunView } from '../model/runView';
import { readCharts, writeCharts } from './charts';

export function parseRun(search: string): RunView {
  const params = new URLSearchParams(search);
  const old = params.get('detailsTab');
  return {
    tab: oneOf(runTabs, params.get('tab')) ?? (old === 'charts' || old === 'dashboard' ? 'charts' : 'attributes'),
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
