import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';

import { queryDefinitions } from '../../api/attributes';
import { searchRuns, type Run, type RunGroup, type RunQuery } from '../../api/runs';
import { liveKey } from '../../components/live';
import { all, idsQuery, inTrash, nameQuery, notArchived, notInTrash, quickQuery } from '../../nql/text';
import type { Column, RunsView } from '../../url/runs';
import { suggestColumns } from './columns';

export type ViewFilters = Pick<RunsView, 'query' | 'name' | 'quick' | 'archived' | 'trash'>;

/** The view's filters as one NQL text. */
export function viewQuery(view: ViewFilters): string {
  const place = view.trash ? inTrash : all(view.archived ? '' : notArchived, notInTrash);
  return all(view.query, nameQuery(view.name), quickQuery(view.quick), place);
}

/** What to ask the server for the view's runs; a page of them is still to be said. */
export function viewSearch(
  project: string,
  view: RunsView,
  columns: readonly Column[],
): Omit<RunQuery, 'offset' | 'limit'> {
  return {
    project,
    query: viewQuery(view),
    experimentsOnly: view.mode === 'experiments',
    sort: view.sorts,
    paths: columns.map((column) => column.path),
  };
}

const stepRows = 100;
const windowRows = 300;

/** A row of the table. `more` goes on with a group that holds more than is shown; null is all of the table. */
export type TableRow =
  | { kind: 'run'; run: Run; level: number }
  | { kind: 'group'; group: RunGroup; level: number; isOpen: boolean }
  | { kind: 'more'; group: string | null; level: number; left: number };

export interface TableRows {
  /** Runs that match, in groups or not. */
  total: number;
  count: number;
  /** The row at this place of the table; null while it is on its way. */
  row: (index: number) => TableRow | null;
  isPending: boolean;
  /** What is shown belongs to the search before. */
  isStale: boolean;
  error: Error | null;
  retry: () => void;
}

/** The part of the table around the first visible row. */
export function useRunRows(
  project: string,
  view: RunsView,
  columns: readonly Column[],
  first: number,
  enabled = true,
): TableRows {
  const offset = Math.max(0, Math.floor(first / stepRows) - 1) * stepRows;
  const search = { ...viewSearch(project, view, columns), offset, limit: windowRows };
  const query = useQuery({
    queryKey: [...liveKey(project), 'rows', search],
    queryFn: async ({ signal }) => ({ offset, ...(await searchRuns(search, signal)) }),
    placeholderData: keepPreviousData,
    enabled,
  });
  const { data } = query;
  const total = data?.total ?? 0;
  return {
    total,
    count: total,
    row: (index) => {
      const run = data?.runs[index - data.offset];
      return run === undefined ? null : { kind: 'run', run, level: 0 };
    },
    isPending: query.isPending,
    isStale: query.isPlaceholderData,
    error: query.error,
    retry: () => void query.refetch(),
  };
}

export interface SelectedRuns {
  runs: Run[];
  isPending: boolean;
  error: Error | null;
}

const noRuns: Run[] = [];

/** The runs that charts and comparisons show, in the order of the table. */
export function useSelectedRuns(project: string, view: RunsView, columns: readonly Column[]): SelectedRuns {
  const { selection } = view;
  const isFirst = selection.kind === 'first';
  const limit = isFirst ? selection.count : selection.runs.length;
  const search = {
    ...viewSearch(project, view, columns),
    ...(isFirst ? {} : { query: idsQuery(selection.runs), experimentsOnly: false }),
    offset: 0,
    limit,
  };
  const query = useQuery({
    queryKey: [...liveKey(project), 'selected', search],
    queryFn: ({ signal }) => searchRuns(search, signal),
    placeholderData: keepPreviousData,
    enabled: limit > 0,
  });
  return useMemo(
    () => ({
      runs: limit > 0 ? (query.data?.runs ?? noRuns) : noRuns,
      isPending: limit > 0 && query.isPending,
      error: query.error,
    }),
    [limit, query.data, query.isPending, query.error],
  );
}

const suggestFilter = {
  mustMatchAny: [
    { mustMatchRegexes: ['(loss|acc|perplex|reward|score|f1|auc)'], mustNotMatchRegexes: ['^sys/'] },
    {
      mustMatchRegexes: ['(^|[/_.])(lr|learning_rate|batch_size|optimizer|seed|epochs|model)($|[/_.])'],
      mustNotMatchRegexes: ['^sys/'],
    },
  ],
};

/** The chosen columns, or the page's own choice from what the project logs. */
export function useColumns(project: string, view: RunsView): Column[] {
  const definitions = useQuery({
    queryKey: ['suggest', project],
    queryFn: async ({ signal }) => {
      const query = { project, types: ['float', 'int', 'string', 'floatSeries'] as const, limit: 300 };
      const likely = await queryDefinitions({ ...query, filter: suggestFilter }, signal);
      return likely.entries.length > 0 ? likely.entries : (await queryDefinitions(query, signal)).entries;
    },
    enabled: view.columns === null,
    staleTime: 300_000,
  });
  return useMemo(() => view.columns ?? suggestColumns(definitions.data ?? []), [view.columns, definitions.data]);
}

export function runLabel(run: Run, mode: RunsView['mode']): string {
  return mode === 'experiments' ? (run.name ?? run.customId) : run.customId;
}
