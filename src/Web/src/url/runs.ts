import { aggregations, fieldTypes } from '../model/attribute';
import type { Column, NumberFormat } from '../model/column';
import { clampInteger, oneOf } from '../model/oneOf';
import type { VisibleRuns } from '../model/runSet';
import { defaultRuns, runsTabs, setUpOf, type RunsView } from '../model/runsView';
import type { Sort } from '../model/table';
import { readCharts, writeCharts } from './charts';
import { readCompare, writeCompare } from './compare';
import { printField, readField } from './field';
import { writeList } from './lists';
import { readQuick, writeQuick } from './quickFilters';
import { readChosen, writeChosen } from './variables';

/**
 * Reads the search part of an address, ours or Neptune's.
 *
 * @param base what the saved view shows that the address names: what the address doesn't say is as there.
 */
export function parseRuns(search: string, base: RunsView = defaultRuns): RunsView {
  const params = new URLSearchParams(search);
  const tab = oneOf(runsTabs, params.get('tab'));
  const foreign = boardOfLink(params);
  const view: RunsView = {
    tab: tab ?? foreign.tab,
    board: params.get('board') ?? foreign.board,
    variables: readChosen(params),
    viewId: params.get('viewId'),
    revision: base.revision,
    mode: readMode(params) ?? base.mode,
    query: params.get('query') ?? base.query,
    name: params.get('name') ?? base.name,
    quick: readQuick(params) ?? base.quick,
    archived: params.has('archived') ? params.get('archived') === '1' : base.archived,
    trash: params.get('trash') === '1',
    sorts: readSorts(params) ?? base.sorts,
    groups: params.has('group') ? params.getAll('group').flatMap((text) => readField(text) ?? []) : base.groups,
    opened: params.has('open') ? params.getAll('open').filter((id) => id !== '') : base.opened,
    columns:
      params.get('col') === 'auto' ? null : params.has('col') ? params.getAll('col').flatMap(readColumn) : base.columns,
    visible: readVisible(params) ?? base.visible,
    charts: readCharts(params, base.charts),
    compare: readCompare(params, base.compare),
  };
  // Somebody may have saved the view since: a save of these changes has to say what they began from.
  const began = Number(params.get('rev') ?? NaN);
  return Number.isSafeInteger(began) && began > 0 && isSetUpAnew(view, base) ? { ...view, revision: began } : view;
}

/** The dashboard that a link into Neptune's app names; there it has its id behind a slug of its name. */
export function boardInLink(params: URLSearchParams): string | null {
  const named = params.get('dashboardId')?.toLowerCase() ?? '';
  return /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.exec(named)?.[0] ?? null;
}

/** What links into Neptune's app show. */
function boardOfLink(params: URLSearchParams): Pick<RunsView, 'tab' | 'board'> {
  const dash = params.get('dash');
  const id = boardInLink(params);
  if (dash === 'dashboard' && id !== null) return { tab: 'dashboards', board: id };
  return { tab: dash === 'charts' || dash === 'dashboard' ? 'charts' : 'table', board: null };
}

/**
 * The shortest search part that {@link parseRuns} reads back, with the same base, as the same view. It is never empty:
 * an address without one means what somebody last looked at.
 */
export function printRuns(view: RunsView, base: RunsView = defaultRuns): string {
  const params = differences(view, base);
  const began = view.revision ?? base.revision;
  if (view.viewId !== null && began !== null && isSetUpAnew(view, base)) params.set('rev', String(began));
  const text = params.toString();
  return `?${text === '' ? 'tab=table' : text}`;
}

/** Whether a person set up something else than the saved view has. */
function isSetUpAnew(view: RunsView, base: RunsView): boolean {
  return differences({ ...setUpOf(view), viewId: null }, base).size > 0;
}

function differences(view: RunsView, base: RunsView): URLSearchParams {
  const params = new URLSearchParams();
  if (view.viewId !== null) params.set('viewId', view.viewId);
  if (view.tab !== 'table') params.set('tab', view.tab);
  if (view.board !== null) params.set('board', view.board);
  writeChosen(view.variables, params);
  if (view.mode !== base.mode) params.set('mode', view.mode);
  if (view.query !== base.query) params.set('query', view.query);
  if (view.name !== base.name) params.set('name', view.name);
  if (!same(view.quick, base.quick)) writeQuick(view.quick, params);
  if (view.archived !== base.archived) params.set('archived', view.archived ? '1' : '0');
  if (view.trash) params.set('trash', '1');
  writeList('sort', view.sorts.map(printSort), base.sorts.map(printSort), params);
  writeList('group', view.groups.map(printField), base.groups.map(printField), params);
  writeList('open', view.opened, base.opened, params);
  if (view.columns === null && base.columns !== null) params.set('col', 'auto');
  if (view.columns !== null) {
    writeList('col', view.columns.map(printColumn), base.columns?.map(printColumn) ?? null, params);
  }
  if (!same(view.visible, base.visible)) params.set('runs', printVisible(view.visible));
  writeCharts(view.charts, params, base.charts);
  writeCompare(view.compare, params, base.compare);
  return params;
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function readMode(params: URLSearchParams): RunsView['mode'] | null {
  const mode = oneOf(['experiments', 'runs'] as const, params.get('mode'));
  if (mode !== null) return mode;
  const old = params.get('experimentsOnly');
  return old === null ? null : old === 'false' ? 'runs' : 'experiments';
}

function readSorts(params: URLSearchParams): Sort[] | null {
  if (params.has('sort')) {
    const sorts = params.getAll('sort').flatMap(readSort);
    return sorts.length > 0 ? sorts : null;
  }
  const paths = listOf(params.get('sortBy'));
  const directions = listOf(params.get('sortDirection'));
  if (paths.length === 0) return null;
  return paths.map((path, index) => ({
    path,
    type: path === 'sys/creation_time' || path.endsWith('_time') ? 'datetime' : 'string',
    aggregation: 'last',
    descending: directions[index] !== 'ascending',
  }));
}

function readSort(text: string): Sort[] {
  const match = /^([+-]?)(\w+):(\w*):(.+)$/su.exec(text.replace(/^ /, '+'));
  if (match === null) return [];
  return [
    {
      path: match[4]!,
      type: oneOf(fieldTypes, match[2]!) ?? 'string',
      aggregation: oneOf(aggregations, match[3]!) ?? 'last',
      descending: match[1] === '-',
    },
  ];
}

/** Neptune writes `["sys/creation_time"]`. */
function listOf(json: string | null): string[] {
  try {
    const value: unknown = JSON.parse(json ?? 'null');
    return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
  } catch {
    return [];
  }
}

export function printSort(sort: Sort): string {
  return `${sort.descending ? '-' : '+'}${sort.type}:${sort.aggregation}:${sort.path}`;
}

/** `type:aggregation:width:looks:path`; the path is last and may hold anything. */
function readColumn(text: string): Column[] {
  const match = /^(\w+):(\w*):(\d*):(p?)([sd]?)(#[0-9a-f]{6})?(=[^:]*)?:(.+)$/su.exec(text);
  const type = oneOf(fieldTypes, match?.[1] ?? null);
  if (match === null || type === null) return [];
  const format = { s: 'scientific', d: 'decimal' }[match[5]!] as NumberFormat | undefined;
  return [
    {
      path: match[8]!,
      type,
      aggregation: oneOf(aggregations, match[2]!) ?? 'last',
      width: Number(match[3]!),
      pinned: match[4] === 'p',
      format: format ?? 'auto',
      color: match[6] ?? '',
      name: decode(match[7]?.slice(1) ?? ''),
    },
  ];
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function printColumn({ path, type, aggregation, width, pinned, name, format, color }: Column): string {
  const looks = [
    pinned ? 'p' : '',
    format === 'auto' ? '' : format.slice(0, 1),
    color,
    name === '' ? '' : `=${encodeURIComponent(name.replace(/\p{Surrogate}/gu, '\ufffd'))}`,
  ];
  return `${type}:${aggregation === 'last' ? '' : aggregation}:${width || ''}:${looks.join('')}:${path}`;
}

function readVisible(params: URLSearchParams): VisibleRuns | null {
  const text = params.get('runs') ?? params.get('compare') ?? '';
  const first = /^(?:first|auto)-(\d+)$/.exec(text)?.[1];
  if (first !== undefined) return { kind: 'first', count: clampInteger(first, 0, 1000) };
  if (!params.has('runs')) return null;
  return { kind: 'these', runs: text === '' ? [] : text.split(',') };
}

function printVisible(visible: VisibleRuns): string {
  return visible.kind === 'these' ? visible.runs.join(',') : `first-${visible.count}`;
}
