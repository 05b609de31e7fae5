import { searchRuns } from '../../../api/runs';
import { csvLine } from '../../../browser/download';
import { tableSearch } from '../../../data/tableSearch';
import { cellValue } from '../../../model/attributeText';
import type { Column } from '../../../model/column';
import type { RunsView } from '../../../model/runsView';

const pageMax = 1000;
/** The server computes no more at once. */
const valuesMax = 10_000;

export interface CsvProgress {
  done: number;
  total: number;
}

/**
 * Every row of the table, not only those in view, with the columns as they are: page by page, so that a browser tab
 * holds text and not rows.
 *
 * @returns the file, in the parts that it came in.
 */
export async function csvParts(
  project: string,
  view: RunsView,
  columns: readonly Column[],
  progress: (now: CsvProgress) => void,
  signal?: AbortSignal,
): Promise<string[]> {
  const head = ['sys/id', 'sys/custom_run_id', 'sys/name', ...columns.map(headOf)];
  const computed = columns.filter(({ type }) => type === 'formula').length;
  const pageRows = Math.min(pageMax, Math.floor(valuesMax / Math.max(1, computed)));
  const parts = [csvLine(head)];
  for (let offset = 0; ; offset += pageRows) {
    const search = tableSearch(project, view, columns, view.compare.reference);
    const page = await searchRuns({ ...search, offset, limit: pageRows }, signal);
    const lines = page.runs.map((run) => {
      const cells = columns.map((column) => cellValue(run.attributes.get(column.path), column));
      return csvLine([run.id, run.customId, run.name, ...cells]);
    });
    parts.push(lines.join(''));
    progress({ done: Math.min(offset + page.runs.length, page.total), total: page.total });
    if (page.runs.length < pageRows) return parts;
  }
}

function headOf(column: Column): string {
  if (column.name !== '') return column.name;
  return column.type === 'floatSeries' && column.aggregation !== 'last'
    ? `${column.path} (${column.aggregation})`
    : column.path;
}
