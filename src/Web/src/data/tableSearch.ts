import type { RunQuery } from '../api/runs';
import type { Column } from '../model/column';
import { tableQuery, type TableSpec } from '../model/table';

/** What to ask the server for the runs of a table; which page of them is still to be said. */
export function tableSearch(
  project: string,
  table: TableSpec,
  columns: readonly Column[],
): Omit<RunQuery, 'offset' | 'limit'> {
  return {
    project,
    query: tableQuery(table),
    experimentsOnly: table.mode === 'experiments',
    sort: table.sorts,
    paths: columns.filter(({ type }) => type !== 'formula').map(({ path }) => path),
    formulas: columns.filter(({ type }) => type === 'formula').map(({ path }) => path),
  };
}
