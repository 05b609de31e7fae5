import type { Attribute } from '../../model/attribute';
import { cellText } from '../../model/attributeText';
import { formatBytes, formatShort } from '../../model/format';

export interface CompareRow {
  path: string;
  /** In the order of the runs; undefined where a run lacks the attribute. */
  values: (Attribute | undefined)[];
  texts: string[];
}

export function compareRow(
  byRun: ReadonlyMap<string, ReadonlyMap<string, Attribute>>,
  runs: readonly string[],
  path: string,
): CompareRow {
  const values = runs.map((run) => byRun.get(run)?.get(path));
  return { path, values, texts: values.map(textOf) };
}

/** The name of a file is the server's own and differs always. */
function textOf(value: Attribute | undefined): string {
  if (value?.type === 'fileRef') return `${value.file.mimeType}, ${formatBytes(value.file.sizeBytes)}`;
  if (value?.type === 'fileRefSeries')
    return value.lastStep === null ? 'files' : `files to step ${formatShort(value.lastStep)}`;
  return cellText(value, { aggregation: 'last' });
}

/** Attributes that differ for every run anyway, and so are no differences. */
const ownToEach = /^sys\/(id|custom_run_id|diagnostics\/|ping_time|modification_time)/;

export function compareRows(
  byRun: ReadonlyMap<string, ReadonlyMap<string, Attribute>>,
  runs: readonly string[],
  onlyDifferent: boolean,
): CompareRow[] {
  const paths = new Set<string>();
  for (const run of runs) for (const path of byRun.get(run)?.keys() ?? []) paths.add(path);
  const rows = [...paths].sort().map((path) => compareRow(byRun, runs, path));
  if (!onlyDifferent) return rows;
  return rows.filter(({ path, texts }) => !ownToEach.test(path) && texts.some((text) => text !== texts[0]));
}
