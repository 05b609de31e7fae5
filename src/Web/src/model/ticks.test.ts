import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { linearTicks, powersOfTen, ticks } from './ticks';

const number = fc.double({ noNaN: true, noDefaultInfinity: true });

/** Ranges at which steps of floats come to nothing. */
const hard: [number, number][] = [
  [0.5, 0.5000000000000002],
  [0.5, 0.5],
  [0, 5e-324],
  [-5e-324, 5e-324],
  [1e-310, 2e-310],
  [-Number.MAX_VALUE, Number.MAX_VALUE],
  [1.7e308, Number.MAX_VALUE],
  [9007199254740992, 9007199254740994],
  [-Infinity, Infinity],
  [NaN, 1],
];

describe('ticks', () => {
  it('end, are few and lie in order within any range', () => {
    fc.assert(
      fc.property(number, number, fc.boolean(), fc.integer({ min: 1, max: 30 }), (a, b, isLog, count) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        const all = ticks([low, high], isLog, count);
        expect(all.length).toBeLessThanOrEqual(2 * count + 10);
        expect([...new Set(all)].sort((x, y) => x - y)).toEqual(all);
      }),
      {
        examples: hard.flatMap(
          (range) =>
            [
              [...range, false, 6],
              [...range, true, 6],
            ] as [number, number, boolean, number][],
        ),
      },
    );
  });

  it('come to nothing between neighbors, and nowhere without ends', () => {
    expect(linearTicks(0.5, 0.5, 6)).toEqual([]);
    expect(linearTicks(-Infinity, Infinity, 6)).toEqual([]);
    expect(ticks([0, 10], true, 6)).toEqual([]);
    expect(ticks([-1, 10], true, 6)).toEqual([]);
    expect(powersOfTen(5e-324, 1e-320)).toEqual([1e-323, 1e-322, 1e-321, 1e-320]);
  });

  it('are there for values as small as 1e-300', () => {
    expect(linearTicks(0, 1e-300, 5)).toEqual([0, 2e-301, 4e-301, 6e-301, 8e-301, 1e-300]);
  });

  it('of a log axis are powers of ten, as many as there is room for', () => {
    expect(ticks([7, 50_000], true, 6)).toEqual([10, 100, 1000, 10_000]);
    expect(ticks([1e-12, 1e12], true, 6)).toHaveLength(5);
    expect(ticks([0.9, 12], true, 8)).toEqual([1, 2, 5, 10]);
  });
});
