import type { Datum } from '../../model/scale';

export interface SortBy {
  /** -1 for the names of the runs. */
  column: number;
  descending: boolean;
}

/** The runs in this order, as their places in the list. What has no value comes last, either way. */
export function sortedRuns(
  labels: readonly string[],
  columns: readonly (readonly Datum[])[],
  sort: SortBy | null,
): number[] {
  const order = labels.map((_, at) => at);
  if (sort === null) return order;
  const values: readonly Datum[] = sort.column < 0 ? labels : (columns[sort.column] ?? []);
  const sign = sort.descending ? -1 : 1;
  return order.sort((a, b) => compare(values[a] ?? null, values[b] ?? null, sign) || a - b);
}

function compare(a: Datum, b: Datum, sign: number): number {
  const [noA, noB] = [isMissing(a), isMissing(b)];
  if (noA || noB) return Number(noA) - Number(noB);
  if (typeof a === 'number' && typeof b === 'number') return sign * (a === b ? 0 : a < b ? -1 : 1);
  return sign * String(a).localeCompare(String(b), undefined, { numeric: true });
}

function isMissing(value: Datum): boolean {
  return value === null || (typeof value === 'number' && Number.isNaN(value));
}
