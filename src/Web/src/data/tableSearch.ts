import type { RunQuery } from '../api/runs';
import type { Column } from '../model/column';
import { tableQuery, type TableSpec } from '../model/table';

/**
 * What to ask the server for the runs of a table; which page of them is still to be said.
 *
 * @param baseline sys/id of the run that formulas mean by `baseline()`.
 */
export function tableSearch(
  project: string,
  table: TableSpec,
  columns: readonly Column[],
  baseline: string | null = null,
): Omit<RunQuery, 'offset' | 'limit'> {
  // Without such a formula the rows are the same whichever run it is. What a saved one says is not known here.
  const isMeant = [...columns, ...table.sorts].some(({ type, path }) => type === 'formula' && /baseline|@/.test(path));
  return {
    project,
    query: tableQuery(table),
    experimentsOnly: table.mode === 'experiments',
    sort: table.sorts,
    paths: columns.filter(({ type }) => type !== 'formula').map(({ path }) => path),
    formulas: columns.filter(({ type }) => type === 'formula').map(({ path }) => path),
    ...(isMeant && baseline !== null ? { baseline } : {}),
  };
}
