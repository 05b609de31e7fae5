import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { buildLine, type BucketGrid, type LineData } from '../../model/lineData';
import { average } from './average';

const grid: BucketGrid = { from: 0, width: 1 };

/** A line of one point a bucket, or NaN. */
function line(points: readonly (readonly [number, number])[]): LineData {
  return buildLine((name) =>
    Float64Array.from(points, ([x, y]) => {
      if (name === 'x' || name === 'xTo') return x;
      if (name === 'count') return Number.isNaN(y) ? 0 : 1;
      if (name === 'nan') return Number.isNaN(y) ? 1 : 0;
      return ['mean', 'first', 'last', 'min', 'max'].includes(name) ? y : 0;
    }),
  );
}

// A sum never is -0.
const value = fc.double({ min: -1e6, max: 1e6, noNaN: true }).map((y) => y + 0);
const points = fc
  .uniqueArray(fc.nat(30), { minLength: 1 })
  .map((all) => all.sort((a, b) => a - b))
  .chain((xs) => fc.tuple(...xs.map((x) => value.map((y) => [x, y] as const))));

/** What lies on the line at a place; NaN before it begins and when it is over. */
function at(all: readonly (readonly [number, number])[], x: number): number {
  const right = all.findIndex(([place]) => place >= x);
  if (right < 0 || (right === 0 && all[0]![0] > x)) return NaN;
  const [x1, y1] = all[right]!;
  if (x1 === x) return y1;
  const [x0, y0] = all[right - 1]!;
  return y0 + ((y1 - y0) * (x - x0)) / (x1 - x0);
}

describe('average', () => {
  it('is at each place that of the lines that are there', () => {
    fc.assert(
      fc.property(fc.array(points, { minLength: 1, maxLength: 4 }), (lines) => {
        const out = average(lines.map(line), grid, false);
        const places = [...new Set(lines.flat().map(([x]) => x))].sort((a, b) => a - b);
        expect([...out.x]).toEqual(places);
        places.forEach((x, row) => {
          const there = lines.map((one) => at(one, x)).filter((y) => !Number.isNaN(y));
          const scale = Math.max(1, ...there.map(Math.abs));
          expect(out.mean[row]! / scale).toBeCloseTo(there.reduce((sum, y) => sum + y, 0) / there.length / scale, 9);
          expect(out.min[row]! / scale).toBeCloseTo(Math.min(...there) / scale, 9);
          expect(out.max[row]! / scale).toBeCloseTo(Math.max(...there) / scale, 9);
          expect(out.count[row]).toBe(lines.filter((one) => one.some(([place]) => place === x)).length);
        });
      }),
    );
  });

  it('of one line is that line', () => {
    fc.assert(
      fc.property(points, (one) => {
        const out = average([line(one)], grid, false);
        for (const name of ['x', 'xTo', 'mean', 'last', 'min', 'max', 'count'] as const) {
          expect(out[name]).toEqual(line(one)[name]);
        }
      }),
    );
  });

  it('lets NaN break a line and not those of the others', () => {
    const out = average([line([[0, 1], [1, NaN], [3, 1]]), line([[0, 3], [1, 3], [2, 3], [3, 3]])], grid, false);
    expect([...out.mean]).toEqual([2, 3, 3, 2]);
    expect([...out.nan]).toEqual([0, 1, 0, 0]);
    expect(average([line([[1, NaN]])], grid, false).mean[0]).toBeNaN();
  });

  it('knows buckets of a logarithmic axis', () => {
    const out = average([line([[1, 2], [90, 2]]), line([[1, 4], [50, 4]])], { from: 0, width: Math.log(10) }, true);
    expect([[...out.x], [...out.mean]]).toEqual([[1, 50], [3, 3]]);
  });

  it('is as far from the mean as the runs deviate, or between their quartiles', () => {
    const lines = [1, 2, 3, 4, 10].map((y) => line([[0, y], [2, y]]));
    const std = average(lines, grid, false, 'std');
    expect(std.mean[0]).toBe(4);
    expect(std.max[0]! - std.mean[0]!).toBeCloseTo(Math.sqrt(10), 12);
    expect(std.mean[0]! - std.min[0]!).toBeCloseTo(Math.sqrt(10), 12);
    const quartiles = average(lines, grid, false, 'quartiles');
    expect([quartiles.min[0], quartiles.mean[0], quartiles.max[0]]).toEqual([2, 3, 4]);
    const two = average([line([[0, 1]]), line([[0, 2]])], grid, false, 'quartiles');
    expect([two.min[0], two.mean[0], two.max[0]]).toEqual([1.25, 1.5, 1.75]);
  });

  it('has no spread where there is one run, and none of it where there is none', () => {
    const broken = average([line([[0, 5], [1, NaN]])], grid, false, 'std');
    expect([broken.min[0], broken.max[0]]).toEqual([5, 5]);
    expect(broken.mean[1]).toBeNaN();
  });
});
