import { aggregations, fieldTypes } from '../model/attribute';
import { numberFormats, type Column } from '../model/column';
import type { Field } from '../model/field';
import { oneOf } from '../model/oneOf';
import { relativeTimes, states, type QuickFilters } from '../model/quickFilters';
import type { VisibleRuns } from '../model/runSet';
import { defaultRuns, type RunsView } from '../model/runsView';
import { defaultSort, type Sort } from '../model/table';
import { without, withoutSaves } from './documents';
import { readSavedCharts, readSavedCompare, savedCharts, savedCompare } from './viewCharts';
import type { ViewColumnDto, ViewContent, ViewDto } from './views';

/** What a saved view keeps of the page: all that a person set up, but not where in it one looks. */
export function viewContent(view: RunsView): ViewContent {
  const { quick, sorts, groups } = view;
  return {
    columnList: { columns: (view.columns ?? []).map(columnDto) },
    sortOptions: {
      sortBy: sorts.map(({ path }) => path),
      sortFieldType: sorts.map(({ type }) => type),
      sortFieldAggregationMode: sorts.map(({ aggregation }) => aggregation),
      sortDirection: sorts.map(({ descending }) => (descending ? 'descending' : 'ascending')),
    },
    groupOptions: {
      groupBy: groups.map(({ path }) => path),
      groupByFieldType: groups.map(({ type }) => type),
      groupByFieldAggregationMode: groups.map(({ aggregation }) => aggregation),
      openedGroups: view.opened,
    },
    quickFilters: {
      owner: quick.owners,
      status: quick.states,
      tags: quick.tags,
      ...(quick.from === null ? {} : { creationDateRangeStart: quick.from }),
      ...(quick.to === null ? {} : { creationDateRangeEnd: quick.to }),
      ...(quick.relative === null ? {} : { relativeTime: quick.relative }),
    },
    query: view.query,
    nameSearchMode: 'regexp',
    nameSearchQuery: view.name,
    experimentsOnly: view.mode === 'experiments',
    archivedToo: view.archived,
    suggestedColumns: view.columns === null,
    ...visibleDto(view.visible),
    ...optional('charts', savedCharts(view.charts)),
    ...optional('compare', savedCompare(view.compare)),
  };
}

/** Fields that a view leaves out where they are as by default. */
const optionalFields = ['autoSelect', 'visibleRuns', 'charts', 'compare'] as const;

/** What a saved view shows, without its name and what the server tells of it. */
export function contentOf(dto: ViewDto): ViewContent {
  return without(withoutSaves(dto), ['name', 'defaultView']);
}

/** The view to save in place of one: what the page shows now, and what other programs keep in it. */
export function savedOver(dto: ViewDto, view: RunsView): ViewDto {
  return { ...without(dto, optionalFields), ...viewContent(view) };
}

/** The page's state as the saved view has it. What cannot be read, as from another version, is left out. */
export function readView(dto: ViewDto): RunsView {
  const quick = dto.quickFilters ?? {};
  const sorts = readFields(
    dto.sortOptions.sortBy,
    dto.sortOptions.sortFieldType,
    dto.sortOptions.sortFieldAggregationMode,
  );
  const group = dto.groupOptions ?? {};
  const isRegex = dto.nameSearchMode !== 'substring';
  const name = dto.nameSearchQuery ?? '';
  return {
    ...defaultRuns,
    viewId: dto.id,
    revision: dto.revision,
    mode: dto.experimentsOnly === true ? 'experiments' : 'runs',
    query: dto.query ?? '',
    name: isRegex ? name : name.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'),
    quick: readQuickFilters(quick),
    archived: dto.archivedToo === true,
    sorts:
      sorts.length === 0
        ? [defaultSort]
        : sorts.map<Sort>((sort, at) => ({ ...sort, descending: dto.sortOptions.sortDirection?.[at] !== 'ascending' })),
    groups: readFields(group.groupBy, group.groupByFieldType, group.groupByFieldAggregationMode),
    opened: group.openedGroups ?? [],
    columns: dto.suggestedColumns === true ? null : dto.columnList.columns.flatMap(readColumnDto),
    visible: readVisible(dto),
    charts: readSavedCharts(dto.charts),
    compare: readSavedCompare(dto.compare),
  };
}

/** Whether a person set up something else than the view that the page departs from. */
export function isChanged(view: RunsView, base: RunsView): boolean {
  const shown = (one: RunsView) => {
    const { visibleRuns, ...content } = viewContent({ ...one, opened: [] });
    // The table decides the order of the runs.
    return JSON.stringify([content, [...(visibleRuns ?? [])].sort()]);
  };
  return shown(view) !== shown(base);
}

function optional<K extends string, T>(key: K, value: T | undefined): Partial<Record<K, T>> {
  return value === undefined ? {} : ({ [key]: value } as Record<K, T>);
}

function visibleDto(visible: VisibleRuns): Pick<ViewContent, 'autoSelect' | 'visibleRuns'> {
  return visible.kind === 'first' ? { autoSelect: visible.count } : { visibleRuns: visible.runs };
}

function readVisible({ autoSelect, visibleRuns }: ViewDto): VisibleRuns {
  if (Array.isArray(visibleRuns)) return { kind: 'these', runs: visibleRuns.map(String) };
  return autoSelect === undefined ? defaultRuns.visible : { kind: 'first', count: autoSelect };
}

function columnDto(column: Column): ViewColumnDto {
  return {
    id: column.path,
    columnType: column.type,
    width: column.width,
    pinned: column.pinned,
    aggregationMode: column.aggregation,
    displayMode: column.format,
    ...(column.name === '' ? {} : { displayName: column.name }),
    ...(column.color === '' ? {} : { color: column.color }),
  };
}

function readColumnDto(dto: ViewColumnDto): Column[] {
  const type = oneOf(fieldTypes, dto.columnType);
  if (type === null) return [];
  return [
    {
      path: dto.id,
      type,
      width: Math.max(0, Math.round(dto.width)),
      pinned: dto.pinned,
      aggregation: oneOf(aggregations, dto.aggregationMode ?? null) ?? 'last',
      format: oneOf(numberFormats, dto.displayMode ?? null) ?? 'auto',
      name: dto.displayName ?? '',
      color: /^#[0-9a-f]{6}$/i.test(dto.color ?? '') ? dto.color!.toLowerCase() : '',
    },
  ];
}

function readFields(paths: string[] = [], types: string[] = [], modes: string[] = []): Field[] {
  return paths.flatMap((path, at) => {
    const type = oneOf(fieldTypes, types[at] ?? null);
    return type === null ? [] : [{ path, type, aggregation: oneOf(aggregations, modes[at] ?? null) ?? 'last' }];
  });
}

function readQuickFilters(dto: NonNullable<ViewDto['quickFilters']>): QuickFilters {
  return {
    owners: dto.owner ?? [],
    states: (dto.status ?? []).flatMap((state) => oneOf(states, state) ?? []),
    tags: dto.tags ?? [],
    from: dto.creationDateRangeStart?.slice(0, 10) ?? null,
    to: dto.creationDateRangeEnd?.slice(0, 10) ?? null,
    relative: oneOf(relativeTimes, dto.relativeTime ?? null),
  };
}
