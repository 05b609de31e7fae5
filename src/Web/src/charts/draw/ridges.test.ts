import fc from 'fast-check';
import { expect, it } from 'vitest';

import { ridgesOf } from './ridges';

const point = (step: number, values: number[]) => ({
  step,
  histogram: { type: 'COUNTING' as const, edges: values.map((_, bin) => bin).concat(values.length), values },
});

it('takes the first, the last, and what lies evenly between', () => {
  const points = Array.from({ length: 11 }, (_, at) => point(at * 10, [1, 2, 1]));
  expect(ridgesOf(points, 3, 400).ridges.map((ridge) => ridge.index)).toEqual([0, 5, 10]);
  expect(ridgesOf(points.slice(0, 1), 3, 400).ridges.map((ridge) => ridge.index)).toEqual([0]);
});

it('has its top where a histogram is densest, each from its own values', () => {
  const { ridges } = ridgesOf([point(0, [0, 4, 0]), point(7, [1, 1, 2])], 10, 400);
  expect(Math.max(...ridges[0]!.heights)).toBe(1);
  expect(ridges[0]!.heights[0]).toBe(0);
  expect(ridges[1]!.heights.at(-1)!).toBeGreaterThan(ridges[1]!.heights[0]!);
});

it('never leaves its room', () => {
  const values = fc.array(fc.nat(1000), { minLength: 4, maxLength: 4 });
  fc.assert(
    fc.property(fc.array(values, { minLength: 1, maxLength: 8 }), (all) => {
      const { ridges } = ridgesOf(all.map((one, at) => point(at, one)), 5, 300);
      for (const { heights } of ridges) for (const height of heights) expect(height >= 0 && height <= 1).toBe(true);
    }),
  );
});
