import { keepPreviousData, useQuery } from '@tanstack/react-query';

import { searchRuns } from '../../api/runs';
import { liveKey } from '../../data/live';
import { tableSearch } from '../../data/tableSearch';
import { useLast } from '../../data/useLast';
import type { Column } from '../../model/column';
import type { TableSpec } from '../../model/table';
import type { TableRows } from './rows';

const stepRows = 100;
const windowRows = 300;

/** The part of the table around the first visible row. */
export function useRunRows(
  project: string,
  table: TableSpec,
  columns: readonly Column[],
  first: number,
  baseline: string | null,
  enabled = true,
): TableRows {
  const offset = Math.max(0, Math.floor(first / stepRows) - 1) * stepRows;
  const search = { ...tableSearch(project, table, columns, baseline), offset, limit: windowRows };
  const query = useQuery({
    queryKey: [...liveKey(project), 'rows', search],
    queryFn: async ({ signal }) => ({ offset, ...(await searchRuns(search, signal)) }),
    placeholderData: keepPreviousData,
    enabled,
  });
  // A query that the server refuses leaves what the one before found.
  const data = useLast(query.data);
  const total = data?.total ?? 0;
  return {
    total,
    count: total,
    row: (index) => {
      const run = data?.runs[index - data.offset];
      return run === undefined ? null : { kind: 'run', run, level: 0 };
    },
    isPending: query.isPending && data === undefined,
    isStale: query.isPlaceholderData || query.isError,
    error: query.error,
    retry: () => void query.refetch(),
  };
}
