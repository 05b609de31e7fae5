import { clampInteger, defaultCharts, oneOf, readCharts, writeCharts, type ChartsView } from './charts';

export const attributeTypes = [
  'float',
  'int',
  'bool',
  'string',
  'datetime',
  'stringSet',
  'experimentState',
  'floatSeries',
  'stringSeries',
  'histogramSeries',
  'fileRef',
  'fileRefSeries',
] as const;
export type AttributeType = (typeof attributeTypes)[number];

export const aggregations = ['last', 'min', 'max', 'average', 'variance'] as const;
export type Aggregation = (typeof aggregations)[number];

export interface Column {
  path: string;
  type: AttributeType;
  /** Which figure of a float series is shown. */
  aggregation: Aggregation;
  /** Pixels; 0 is the type's own width. */
  width: number;
  pinned: boolean;
}

export interface Sort {
  path: string;
  type: AttributeType;
  aggregation: Aggregation;
  descending: boolean;
}

/** Which runs are drawn: the first so many of the table, whatever it shows, or these. */
export type Selection = { kind: 'first'; count: number } | { kind: 'these'; runs: string[] };

export type RunsTab = 'table' | 'charts' | 'compare';

export interface RunsView {
  tab: RunsTab;
  mode: 'experiments' | 'runs';
  /** NQL. */
  query: string;
  /** Extended regex over the names of runs. */
  name: string;
  archived: boolean;
  sort: Sort;
  /** null: chosen by the page from what the project logs. */
  columns: Column[] | null;
  selection: Selection;
  charts: ChartsView;
  compare: CompareView;
}

export interface CompareView {
  /** Extended regex over attribute paths. */
  filter: string;
  onlyDifferent: boolean;
  /** The run that the others are compared with. */
  reference: string | null;
}

export const defaultSort: Sort = { path: 'sys/creation_time', type: 'datetime', aggregation: 'last', descending: true };

export const defaultRuns: RunsView = {
  tab: 'table',
  mode: 'experiments',
  query: '',
  name: '',
  archived: false,
  sort: defaultSort,
  columns: null,
  selection: { kind: 'first', count: 5 },
  charts: defaultCharts,
  compare: { filter: '', onlyDifferent: false, reference: null },
};

/** Reads the search part of an address, ours or Neptune's; what it doesn't say is the default. */
export function parseRuns(search: string): RunsView {
  const params = new URLSearchParams(search);
  const tab = oneOf(['table', 'charts', 'compare'] as const, params.get('tab'));
  return {
    tab: tab ?? (params.get('dash') === 'charts' || params.get('dash') === 'dashboard' ? 'charts' : 'table'),
    mode: params.get('mode') === 'runs' || params.get('experimentsOnly') === 'false' ? 'runs' : 'experiments',
    query: params.get('query') ?? '',
    name: params.get('name') ?? '',
    archived: params.get('archived') === '1',
    sort: readSort(params),
    columns: params.has('col') ? params.getAll('col').flatMap(readColumn) : null,
    selection: readSelection(params),
    charts: readCharts(params),
    compare: {
      filter: params.get('attributes') ?? '',
      onlyDifferent: params.get('diff') === '1',
      reference: params.get('ref'),
    },
  };
}

/** The shortest search part that {@link parseRuns} reads back as the same view; empty for the default one. */
export function printRuns(view: RunsView): string {
  const params = new URLSearchParams();
  if (view.tab !== 'table') params.set('tab', view.tab);
  if (view.mode !== 'experiments') params.set('mode', view.mode);
  if (view.query !== '') params.set('query', view.query);
  if (view.name !== '') params.set('name', view.name);
  if (view.archived) params.set('archived', '1');
  if (!sameSort(view.sort, defaultSort)) params.set('sort', printSort(view.sort));
  for (const column of view.columns ?? []) params.append('col', printColumn(column));
  if (view.columns?.length === 0) params.append('col', '');
  printSelection(view.selection, params);
  writeCharts(view.charts, params);
  if (view.compare.filter !== '') params.set('attributes', view.compare.filter);
  if (view.compare.onlyDifferent) params.set('diff', '1');
  if (view.compare.reference !== null) params.set('ref', view.compare.reference);
  const text = params.toString();
  return text === '' ? '' : `?${text}`;
}

function readSort(params: URLSearchParams): Sort {
  const match = /^([+-]?)(\w+):(\w+):(.+)$/su.exec((params.get('sort') ?? '').replace(/^ /, '+'));
  if (match !== null) {
    const [, sign, type, aggregation, path] = match;
    return {
      path: path ?? '',
      type: oneOf(attributeTypes, type ?? null) ?? 'string',
      aggregation: oneOf(aggregations, aggregation ?? null) ?? 'last',
      descending: sign === '-',
    };
  }
  const old = firstOf(params.get('sortBy'));
  if (old === null) return defaultSort;
  return {
    path: old,
    type: old === 'sys/creation_time' || old.endsWith('_time') ? 'datetime' : 'string',
    aggregation: 'last',
    descending: firstOf(params.get('sortDirection')) !== 'ascending',
  };
}

/** Neptune writes `["sys/creation_time"]`. */
function firstOf(json: string | null): string | null {
  try {
    const value: unknown = JSON.parse(json ?? 'null');
    return Array.isArray(value) && typeof value[0] === 'string' ? value[0] : null;
  } catch {
    return null;
  }
}

function printSort(sort: Sort): string {
  return `${sort.descending ? '-' : '+'}${sort.type}:${sort.aggregation}:${sort.path}`;
}

export function sameSort(a: Sort, b: Sort): boolean {
  return printSort(a) === printSort(b);
}

/** `type:aggregation:width:pinned:path`; the path is last and may hold anything. */
function readColumn(text: string): Column[] {
  const match = /^(\w+):(\w*):(\d*):(p?):(.+)$/su.exec(text);
  const type = oneOf(attributeTypes, match?.[1] ?? null);
  if (match === null || type === null) return [];
  return [
    {
      path: match[5]!,
      type,
      aggregation: oneOf(aggregations, match[2]!) ?? 'last',
      width: Number(match[3]!),
      pinned: match[4] === 'p',
    },
  ];
}

function printColumn({ path, type, aggregation, width, pinned }: Column): string {
  return `${type}:${aggregation === 'last' ? '' : aggregation}:${width || ''}:${pinned ? 'p' : ''}:${path}`;
}

function readSelection(params: URLSearchParams): Selection {
  const text = params.get('runs') ?? params.get('compare') ?? '';
  const first = /^(?:first|auto)-(\d+)$/.exec(text)?.[1];
  if (first !== undefined) return { kind: 'first', count: clampInteger(first, 0, 1000) };
  if (!params.has('runs')) return defaultRuns.selection;
  return { kind: 'these', runs: text === '' ? [] : text.split(',') };
}

function printSelection(selection: Selection, params: URLSearchParams): void {
  if (selection.kind === 'these') params.set('runs', selection.runs.join(','));
  else if (selection.count !== 5) params.set('runs', `first-${selection.count}`);
}
