import { expect, it } from 'vitest';

import { buildLine, type LineData } from '../../model/lineData';
import { relativeTo } from './relative';

function lineOf(points: [x: number, y: number][]): LineData {
  const all: Record<string, (point: [number, number]) => number> = { x: ([x]) => x, xTo: ([x]) => x, count: () => 1 };
  return buildLine((name) => Float64Array.from(points, all[name] ?? (([, y]) => y)));
}

const base = lineOf([[0, 1], [10, 3], [20, NaN], [30, 5]]);

it('takes the other line as straight between its points', () => {
  const line = lineOf([[0, 2], [5, 2], [10, 2], [20, 2], [30, 2]]);
  expect([...relativeTo(line, base, 'difference').mean]).toEqual([1, 0, -1, -2, -3]);
  expect([...relativeTo(line, base, 'ratio').mean]).toEqual([2, 1, 2 / 3, 0.5, 0.4]);
});

it('has nothing beyond the ends of the other line, and no ratio to 0', () => {
  expect([...relativeTo(lineOf([[-1, 2], [31, 2]]), base, 'difference').mean]).toEqual([NaN, NaN]);
  expect([...relativeTo(lineOf([[0, 2]]), lineOf([[0, 0]]), 'ratio').mean]).toEqual([NaN]);
  expect([...relativeTo(lineOf([[0, 2]]), lineOf([]), 'difference').mean]).toEqual([NaN]);
});

it('keeps the least below the greatest where the ratio is to a negative number', () => {
  const line = { ...lineOf([[0, 2]]), min: Float64Array.of(1), max: Float64Array.of(4) };
  const against = relativeTo(line, lineOf([[0, -2]]), 'ratio');
  expect([against.min[0], against.max[0]]).toEqual([-2, -0.5]);
});
