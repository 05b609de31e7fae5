import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { buildLine, emptyLine, nearestRow, pointsOf, type BucketGrid, type LineData } from '../../model/lineData';
import { commonCut, edgeBefore, rowsKept, rowsTo, within, withTail } from './tails';

function line(x: readonly number[], xTo: readonly number[] = x): LineData {
  return buildLine((name) =>
    name === 'previews' ? new Float64Array(x.length) : Float64Array.from(name === 'xTo' ? xTo : x),
  );
}

/**
 * What the server makes of points whose value is their step, and NaN from `nanFrom` on: bucket 0 is (-∞, from], the
 * last one ends at +∞. A bucket of NaN alone is placed in its middle. Points up to `after` are in the first one.
 */
function bucketed(
  steps: readonly number[],
  { from, width }: BucketGrid,
  buckets: number,
  { previewsFrom = Infinity, nanFrom = Infinity, after = -1 } = {},
): LineData {
  const rows = new Map<number, number[]>();
  for (const step of steps) {
    const index = step <= after ? 0 : Math.min(buckets + 1, Math.max(0, Math.ceil((step - from) / width)));
    rows.set(index, [...(rows.get(index) ?? []), step]);
  }
  return buildLine((name) =>
    Float64Array.from(rows, ([index, row]) => {
      const finite = row.filter((step) => step < nanFrom);
      const middle = index === 0 ? from : from + (index - 0.5) * width;
      if (name === 'x') return finite[0] ?? middle;
      if (name === 'xTo') return finite.at(-1) ?? middle;
      if (name === 'first' || name === 'min') return finite[0] ?? NaN;
      if (name === 'last' || name === 'max') return finite.at(-1) ?? NaN;
      if (name === 'count') return finite.length;
      if (name === 'nan') return row.length - finite.length;
      if (name === 'mean') return finite.reduce((sum, step) => sum + step, 0) / finite.length;
      return name === 'previews' ? row.filter((step) => step >= previewsFrom).length : 0;
    }),
  );
}

const steps = fc.uniqueArray(fc.nat(1000), { minLength: 1 }).map((all) => all.sort((a, b) => a - b));

describe('a refresh', () => {
  const grid: BucketGrid = { from: 0, width: 8 };

  it('makes of known lines and their tails behind an edge that they share what fetching all anew would', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(steps, fc.nat(900)), { minLength: 1, maxLength: 3 }), (lines) => {
        const known = lines.map(([all, until]) => bucketed(all.filter((step) => step <= until), grid, 200));
        const cut = commonCut(known, grid, false);
        if (cut === null) return;
        lines.forEach(([all], at) => {
          const keep = rowsTo(known[at]!.xTo, cut);
          if (keep === 0) return;
          const tail = bucketed(all, { from: cut, width: 8 }, 200);
          expect(withTail(known[at]!, tail, keep)).toEqual(bucketed(all, grid, 200));
        });
      }),
    );
  });

  it('shares no edge where there is none, or a bucket reaches beyond it', () => {
    expect(commonCut([line([1, 9, 30], [5, 26, 30])], grid, false)).toBeNull();
    expect(commonCut([line([1, 9, 30], [5, 24, 30]), line([1, 27])], grid, false)).toBe(24);
    expect(commonCut([emptyLine()], grid, false)).toBeNull();
    expect(commonCut([line([0, 3])], grid, false)).toBeNull();
    expect(commonCut([line([5])], { from: 5, width: 0 }, false)).toBeNull();
    expect(commonCut([line([1, 10, 100, 900])], { from: 0, width: Math.log(10) }, true)).toBeCloseTo(100, 9);
  });

  it('makes of known lines and their tails what fetching all anew would, each from where it ends', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(steps, fc.nat(900)), { minLength: 1, maxLength: 3 }), (lines) => {
        const known = lines.map(([all, until]) => bucketed(all.filter((step) => step <= until), grid, 200));
        const keeps = known.map(rowsKept);
        if (keeps.includes(0)) return;
        const ends = known.map(({ xTo }, at) => xTo[keeps[at]! - 1]!);
        const from = edgeBefore(Math.min(...ends), grid, false);
        lines.forEach(([all], at) => {
          const tail = bucketed(all, { from, width: 8 }, 200, { after: ends[at]! });
          expect(withTail(known[at]!, tail, keeps[at]!)).toEqual(bucketed(all, grid, 200));
        });
      }),
    );
  });

  it('goes on behind values that are none', () => {
    const diverged = { nanFrom: 20 };
    const known = bucketed([1, 9, 17, 25, 33], grid, 10, diverged);
    expect(rowsKept(known)).toBe(3);
    const all = [1, 9, 17, 25, 33, 41];
    const tail = bucketed(all, { from: 16, width: 8 }, 10, { ...diverged, after: 17 });
    expect(withTail(known, tail, 3)).toEqual(bucketed(all, grid, 10, diverged));
  });

  it('begins before the first preview: it may be gone', () => {
    const known = bucketed([1, 9, 17, 25, 33], grid, 10, { previewsFrom: 20 });
    expect(rowsKept(known)).toBe(3);
    const tail = bucketed([1, 9, 17, 40], { from: 16, width: 8 }, 10, { after: 17 });
    expect([...withTail(known, tail, 3)!.x]).toEqual([1, 9, 17, 40]);
  });

  it('does not mend what changed before', () => {
    const known = bucketed([1, 9, 17, 25], grid, 10);
    expect(withTail(known, bucketed([1, 2, 9, 17, 25], { from: 16, width: 8 }, 10, { after: 17 }), 3)).toBeNull();
    expect(withTail(known, emptyLine(), 3)).toBeNull();
  });

  it('keeps nothing where no bucket is done', () => {
    const lines = [emptyLine(), bucketed([3], grid, 9), bucketed([3, 9], grid, 9, { nanFrom: 0 })];
    expect(lines.map(rowsKept)).toEqual([0, 0, 0]);
  });

  it('finds the edge before a place', () => {
    expect([17, 16, 3, -5].map((at) => edgeBefore(at, grid, false))).toEqual([16, 8, 0, 0]);
    expect(edgeBefore(150, { from: 0, width: Math.log(10) }, true)).toBeCloseTo(100, 9);
  });
});

describe('within', () => {
  it('has the nearest point on either side, and all between', () => {
    fc.assert(
      fc.property(steps, fc.nat(1000), fc.integer({ min: 1, max: 500 }), (all, from, length) => {
        const to = from + length;
        const part = within(bucketed(all, { from, width: length / 10 }, 10), from, to);
        const before = all.filter((step) => step <= from);
        const behind = all.filter((step) => step > to);
        const points = Array.from(part.x, (_, row) => pointsOf(part, row)).reduce((sum, count) => sum + count, 0);
        const inside = all.length - before.length - behind.length;
        expect(points).toBe(inside + Math.min(1, before.length) + Math.min(1, behind.length));
        if (before.length > 0) expect([part.x[0], part.xTo[0], part.mean[0]]).toEqual(Array(3).fill(before.at(-1)));
        const end = [part.x.at(-1), part.xTo.at(-1), part.max.at(-1)];
        if (behind.length > 0) expect(end).toEqual(Array(3).fill(behind[0]));
      }),
    );
  });

  it('has no marks of what lies outside', () => {
    const rows: Partial<Record<string, number[]>> = { x: [5, 12], xTo: [5, 12], nan: [3, 1] };
    const nan = buildLine((name) => Float64Array.from(rows[name] ?? [0, 0]));
    expect([...within(nan, 5, 20).x]).toEqual([12]);
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
    expect(nearestRow(emptyLine(), 1)).toBe(-1);
  });
});
