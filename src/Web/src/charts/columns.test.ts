import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { appendTail, build, coarsen, emptyColumns, nearestRow, spanOf, tailStart, type SeriesColumns } from './columns';

function line(x: readonly number[], xTo: readonly number[] = x): SeriesColumns {
  return build((name) => Float64Array.from(name === 'xTo' ? xTo : x));
}

describe('appendTail', () => {
  it('puts new buckets behind, in place of the last one that grew', () => {
    const out = appendTail(line([0, 10, 20], [9, 19, 22]), line([20, 30], [29, 35]));
    expect([...out.x]).toEqual([0, 10, 20, 30]);
    expect([...out.xTo]).toEqual([9, 19, 29, 35]);
  });

  it('keeps the known line when nothing is new, and takes the new one when nothing was known', () => {
    const known = line([1, 2]);
    expect(appendTail(known, emptyColumns())).toBe(known);
    expect(appendTail(emptyColumns(), known)).toBe(known);
  });

  it('never overlaps and never loses a point before the tail', () => {
    const steps = fc.uniqueArray(fc.nat(1000), { minLength: 1 }).map((all) => all.sort((a, b) => a - b));
    fc.assert(
      fc.property(steps, steps, (known, tail) => {
        const out = appendTail(line(known), line(tail));
        expect([...out.x]).toEqual([...known.filter((x) => x < tail[0]!), ...tail]);
      }),
    );
  });
});

describe('coarsen', () => {
  it('joins neighbours into one bucket over the same points', () => {
    const fine = build((name) => {
      const rows = {
        x: [0, 10, 20, 30],
        xTo: [9, 19, 29, 39],
        mean: [1, 3, NaN, 7],
        last: [2, 4, NaN, 6],
        min: [0, 2, NaN, 6],
        max: [2, 4, NaN, 8],
        count: [1, 3, 0, 2],
        nan: [0, 0, 4, 1],
        posInf: [1, 0, 0, 0],
        negInf: [0, 0, 0, 0],
      };
      return Float64Array.from(rows[name]);
    });
    const out = coarsen(fine, 20);
    expect([...out.x]).toEqual([0, 20]);
    expect([...out.xTo]).toEqual([19, 39]);
    expect([...out.mean]).toEqual([2.5, 7]);
    expect([...out.last]).toEqual([4, 6]);
    expect([...out.min]).toEqual([0, 6]);
    expect([...out.max]).toEqual([4, 8]);
    expect([...out.count]).toEqual([4, 2]);
    expect([...out.nan]).toEqual([0, 5]);
    expect([...out.posInf]).toEqual([1, 0]);
  });

  it('leaves what is coarse already', () => {
    const known = line([0, 10, 20]);
    expect(coarsen(known, 5)).toBe(known);
  });
});

it('knows what all lines span', () => {
  expect(spanOf([line([5, 10]), line([0, 7]), emptyColumns()])).toBe(10);
  expect(spanOf([])).toBe(0);
});

describe('tailStart', () => {
  it('is where the line that ends first ends', () => {
    expect(tailStart([line([0, 10]), line([0, 7]), emptyColumns()])).toBe(7);
    expect(tailStart([emptyColumns()])).toBeNull();
  });
});

describe('nearestRow', () => {
  it('agrees with looking at all', () => {
    const steps = fc.uniqueArray(fc.nat(1000), { minLength: 1 }).map((all) => all.sort((a, b) => a - b));
    fc.assert(
      fc.property(steps, fc.integer({ min: -10, max: 1010 }), (x, at) => {
        const distance = Math.abs(x[nearestRow(line(x), at)]! - at);
        expect(distance).toBe(Math.min(...x.map((one) => Math.abs(one - at))));
      }),
    );
    expect(nearestRow(emptyColumns(), 1)).toBe(-1);
  });
});
