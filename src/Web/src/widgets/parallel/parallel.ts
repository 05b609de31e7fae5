import { fieldKey, type Field } from '../../model/field';
import type { Range } from '../../model/range';
import { ordinal, type Datum, type Scale } from '../../model/scale';

export interface AxisValues {
  axis: Field;
  scale: Scale;
  values: readonly Datum[];
}

/** The places of the runs that are within every range. A run without a value is in none. */
export function keptRuns(
  count: number,
  axes: readonly AxisValues[],
  brushes: Readonly<Record<string, Range>>,
): Set<number> {
  const ranges = axes.flatMap((one) => {
    const range = brushes[fieldKey(one.axis)];
    return range === undefined ? [] : [{ ...one, range }];
  });
  const kept = new Set<number>();
  for (let run = 0; run < count; run++) {
    const isWithin = ranges.every(({ scale, values, range: [from, to] }) => {
      const value = ordinal(scale, values[run] ?? null);
      return value !== null && value >= from && value <= to;
    });
    if (isWithin) kept.add(run);
  }
  return kept;
}

/** A line through the points, bent so that it meets each axis at a right angle. */
export function linePath(points: readonly (readonly [number, number])[]): string {
  return points
    .map(([x, y], at) => {
      const before = points[at - 1];
      if (before === undefined) return `M${round(x)} ${round(y)}`;
      const middle = round((before[0] + x) / 2);
      return `C${middle} ${round(before[1])} ${middle} ${round(y)} ${round(x)} ${round(y)}`;
    })
    .join('');
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
