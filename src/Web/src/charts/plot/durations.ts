import { formatDuration } from '../../model/format';
import type { Range } from '../../model/range';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** Spans of time that people count in, in milliseconds. */
export const durationSteps: readonly number[] = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500],
  ...[1, 2, 5, 10, 15, 30].map((count) => count * second),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * minute),
  ...[1, 2, 3, 6, 12].map((count) => count * hour),
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500, 1000].map((count) => count * day),
];

/** About `count` round places on an axis of milliseconds. */
export function durationTicks([low, high]: Range, count: number): number[] {
  const rough = (high - low) / count;
  if (!(rough > 0) || !Number.isFinite(rough)) return [];
  const longest = durationSteps.at(-1)!;
  const step = durationSteps.find((one) => one >= rough) ?? longest * Math.ceil(rough / longest);
  const values: number[] = [];
  // Plus nothing: there is no tick at -0.
  const first = Math.ceil(low / step);
  // Far from zero the next place may be the same number: counted, so that it ends.
  for (let at = 0; at <= count + 1 && (first + at) * step <= high; at++) {
    const value = (first + at) * step + 0;
    if (value !== values.at(-1)) values.push(value);
  }
  return values;
}

/** A place on an axis of relative time. */
export function formatSpan(milliseconds: number): string {
  return milliseconds === 0 ? '0' : formatDuration(milliseconds);
}
