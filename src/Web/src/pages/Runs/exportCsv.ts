import { searchRuns } from '../../api/runs';
import { csvLine, download } from '../../components/download';
import type { Column, RunsView } from '../../url/runs';
import { cellValue } from './columns';
import { viewQuery } from './useRuns';

const pageRows = 1000;

/** Downloads every row of the table, not only those in sight, with the columns as they are. */
export async function exportCsv(project: string, view: RunsView, columns: readonly Column[]): Promise<void> {
  const lines = [
    csvLine([
      'sys/id',
      'sys/custom_run_id',
      'sys/name',
      ...columns.map(({ path, type, aggregation }) =>
        type === 'floatSeries' && aggregation !== 'last' ? `${path} (${aggregation})` : path,
      ),
    ]),
  ];
  for (let offset = 0; ; offset += pageRows) {
    const page = await searchRuns({
      project,
      query: viewQuery(view),
      experimentsOnly: view.mode === 'experiments',
      sort: view.sort,
      paths: columns.map((column) => column.path),
      offset,
      limit: pageRows,
    });
    for (const run of page.runs) {
      const cells = columns.map((column) => cellValue(run.attributes.get(column.path), column));
      lines.push(csvLine([run.id, run.customId, run.name, ...cells]));
    }
    if (page.runs.length < pageRows) break;
  }
  download(`${project} runs.csv`, lines.join(''), 'text/csv;charset=utf-8');
}
