import fc from 'fast-check';
import { expect, it } from 'vitest';

import type { Histogram } from '../../model/attribute';
import { outlineOf, percentilesOf } from './percentiles';

const counts = (edges: number[], values: number[]): Histogram => ({ type: 'COUNTING', edges, values });

it('finds percentiles within bins', () => {
  // One value from 0 to 1, three from 1 to 3: half of them lie below 1 + 2/3.
  const histogram = counts([0, 1, 3], [1, 3]);
  expect(percentilesOf(histogram, [0.125, 0.25, 0.5, 1])).toEqual([0.5, 1, 1 + 2 / 3, 3]);
});

it('takes densities by their area, so that a wide bin counts for more', () => {
  const histogram: Histogram = { type: 'DENSITY', edges: [0, 1, 5], values: [0.5, 0.125] };
  expect(percentilesOf(histogram, [0.5, 0.75])).toEqual([1, 3]);
});

it('puts what is infinite on the last edge, and knows nothing of an empty histogram', () => {
  expect(percentilesOf(counts([-Infinity, 0, 1, Infinity], [1, 2, 1]), [0.1, 0.5, 0.9])).toEqual([0, 0.5, 1]);
  expect(percentilesOf(counts([0, 1], [0]), [0.5])).toBeNull();
  expect(percentilesOf(counts([], []), [0.5])).toBeNull();
});

it('rises with the share and stays within the edges', () => {
  const values = fc.array(fc.nat(1000), { minLength: 1, maxLength: 20 }).filter((list) => list.some((one) => one > 0));
  fc.assert(
    fc.property(values, (list) => {
      const edges = Array.from({ length: list.length + 1 }, (_, at) => at * 0.5);
      const found = percentilesOf(counts(edges, list), [0, 0.05, 0.25, 0.5, 0.75, 0.95, 1])!;
      for (const [at, value] of found.entries()) {
        expect(value).toBeGreaterThanOrEqual(at === 0 ? 0 : found[at - 1]!);
        expect(value).toBeLessThanOrEqual(edges.at(-1)!);
      }
    }),
  );
});

it('draws an outline of area 1 that comes down where there is nothing', () => {
  expect(outlineOf(counts([0, 1, 2, 4], [1, 0, 1]))).toEqual([
    { x: 0, y: 0 },
    { x: 0, y: 0.5 },
    { x: 1, y: 0.5 },
    { x: 1, y: 0 },
    { x: 2, y: 0 },
    { x: 2, y: 0.25 },
    { x: 4, y: 0.25 },
    { x: 4, y: 0 },
  ]);
});
