import { nearestRow } from '../model/lineData';
import { formatValue } from '../model/valueFormat';
import { valueAt, type ChartLine } from './draw/scene';

export interface Entry {
  line: ChartLine;
  /** The bucket that is meant. */
  row: number;
  text: string;
}

/** Beyond its ends by more than this share of its length a line has no value. */
const beyondShare = 0.02;

/** The values of the lines nearest to a place, or their last ones; the highest first. */
export function valuesAt(lines: readonly ChartLine[], x: number | null): Entry[] {
  return lines
    .flatMap((line): Entry[] => {
      const { columns } = line;
      const row = x === null ? columns.x.length - 1 : nearestRow(columns, x);
      if (row < 0) return [];
      const first = columns.x[0]!;
      const last = columns.xTo[columns.x.length - 1]!;
      const margin = (last - first) * beyondShare;
      const isBeyond = x !== null && (x < first - margin || x > last + margin);
      return isBeyond ? [] : [{ line, row, text: pointText(line, row) }];
    })
    .sort((a, b) => rank(b) - rank(a));
}

function rank({ line, row }: Entry): number {
  const value = line.y[row]!;
  return Number.isFinite(value) ? value : -Infinity;
}

function pointText(line: ChartLine, row: number): string {
  const { columns } = line;
  const value = valueAt(line, row);
  if (Number.isFinite(value)) return formatValue(value, line.notation ?? {});
  if (columns.posInf[row]! > 0) return '+∞';
  return columns.negInf[row]! > 0 ? '−∞' : 'NaN';
}
