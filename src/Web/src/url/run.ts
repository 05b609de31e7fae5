import { oneOf } from '../model/oneOf';
import { defaultRun, lineageBys, runTabs, type RunView } from '../model/runView';
import { readCharts, writeCharts } from './charts';
import { boardInLink } from './runs';
import { readChosen, writeChosen } from './variables';

export function parseRun(search: string): RunView {
  const params = new URLSearchParams(search);
  const old = params.get('detailsTab');
  return {
    tab: oneOf(runTabs, params.get('tab')) ?? tabOf(old, params),
    filter: params.get('attributes') ?? folderOf(old, params),
    attribute: params.get('attribute'),
    lineageBy: oneOf(lineageBys, params.get('lineage')) ?? 'step',
    charts: readCharts(params),
    board: readBoard(params, old),
    variables: readChosen(params),
  };
}

/** Where an address names no tab: Neptune's word for one, else where what it names is shown. */
function tabOf(old: string | null, params: URLSearchParams): RunView['tab'] {
  if (old === 'charts') return 'charts';
  if (old === 'dashboard') return 'dashboards';
  if (old === 'metadata' || old === 'attributes') return 'attributes';
  return params.has('attribute') || params.has('attributes') ? 'attributes' : 'overview';
}

/** A link of Neptune's app to attributes may name the folder that is open. */
function folderOf(old: string | null, params: URLSearchParams): string {
  const path = old === 'metadata' || old === 'attributes' ? (params.get('path') ?? '') : '';
  return path === '' ? '' : `^${path.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&').replace(/ /g, '\\x20')}`;
}

/** The list has a name that is empty. */
function readBoard(params: URLSearchParams, old: string | null): RunView['board'] {
  const said = params.get('board');
  if (said !== null) return said === '' ? null : said;
  return (old === 'dashboard' ? boardInLink(params) : null) ?? defaultRun.board;
}

function paramsOf({ attribute, filter }: RunView): URLSearchParams {
  return new URLSearchParams({
    ...(attribute === null ? {} : { attribute }),
    ...(filter === '' ? {} : { attributes: filter }),
  });
}

export function printRun(view: RunView): string {
  const params = new URLSearchParams();
  if (view.tab !== tabOf(null, paramsOf(view))) params.set('tab', view.tab);
  if (view.filter !== '') params.set('attributes', view.filter);
  if (view.attribute !== null) params.set('attribute', view.attribute);
  if (view.lineageBy !== 'step') params.set('lineage', view.lineageBy);
  if (view.board !== defaultRun.board) params.set('board', view.board ?? '');
  writeChosen(view.variables, params);
  writeCharts(view.charts, params);
  const text = params.toString();
  return text === '' ? '' : `?${text}`;
}
