import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { ends, ordinal, place, scaleOf, ticks, valueAt, type Datum } from './scale';

const number = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e12, max: 1e12 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);
const data: fc.Arbitrary<Datum[]> = fc.oneof(
  fc.array(fc.oneof(number, fc.constant(null), fc.constantFrom(NaN, Infinity)), { maxLength: 20 }),
  fc.array(fc.oneof(fc.string(), fc.constant(null)), { maxLength: 20 }),
);

describe('the axis of a chart', () => {
  it('has a place between its ends for each value that can have one', () => {
    fc.assert(
      fc.property(data, fc.option(fc.boolean(), { nil: undefined }), (values, isLog) => {
        const scale = scaleOf(values, isLog);
        for (const value of values) {
          const at = place(scale, value);
          const isPlaced = typeof value === 'string' || (typeof value === 'number' && Number.isFinite(value));
          expect(at !== null).toBe(isPlaced);
          if (at === null) continue;
          expect(at).toBeGreaterThanOrEqual(-1e-9);
          expect(at).toBeLessThanOrEqual(1 + 1e-9);
        }
      }),
    );
  });

  it('finds the value back at its place', () => {
    fc.assert(
      fc.property(fc.array(number, { minLength: 2 }), (values) => {
        const scale = scaleOf(values);
        if (scale.kind !== 'number') throw new Error('numbers have an axis of numbers');
        for (const value of values) {
          const size = scale.isLog ? Math.abs(value) : scale.max / 2 - scale.min / 2;
          const off = Math.abs(valueAt(scale, place(scale, value)!) - value);
          expect(off).toBeLessThanOrEqual(Math.max(1e-6 * size, 2 * Number.MIN_VALUE));
        }
      }),
    );
  });

  it('marks round values within its ends, in order', () => {
    fc.assert(
      fc.property(fc.array(number, { minLength: 1 }), fc.integer({ min: 2, max: 10 }), (values, count) => {
        const marks = ticks(scaleOf(values), count).map(({ at }) => at);
        expect(marks.every((at) => at > -0.01 && at < 1.01)).toBe(true);
        expect([...marks].sort((a, b) => a - b)).toEqual(marks);
      }),
      { examples: [[[1.797693134747992e308, 1.7976931347559999e308], 4], [[1, 1 + Number.EPSILON], 3]] },
    );
  });

  it('has length around one value, however small or large', () => {
    for (const value of [-5e-324, 5e-324, Number.MAX_VALUE, -Number.MAX_VALUE, 0]) {
      const at = place(scaleOf([value]), value)!;
      expect(at).toBeGreaterThanOrEqual(0);
      expect(at).toBeLessThanOrEqual(1);
    }
  });

  it('is logarithmic where values span far, and one of names where there are names', () => {
    expect(scaleOf([1e-5, 1])).toMatchObject({ isLog: true });
    expect(scaleOf([-1, 1e5])).toMatchObject({ isLog: false });
    expect(scaleOf([1, 2], true)).toMatchObject({ isLog: true });
    const names = scaleOf(['b10', 'b2', null, 'a']);
    expect(names).toEqual({ kind: 'category', values: ['a', 'b2', 'b10'] });
    expect(ordinal(names, 'b2')).toBe(1);
    expect(ticks(scaleOf([0, 10]), 5).map(({ label }) => label)).toEqual(['0', '2', '4', '6', '8', '10']);
    expect(ticks(scaleOf([0, 2]), 10).map(({ label }) => label)).toEqual(['0', '1', '2']);
    expect(ends(scaleOf([0.25, 3]))).toEqual(['0.25', '3']);
    expect(ticks(scaleOf([1e-4, 1]), 5).map(({ label }) => label)).toEqual(['0.0001', '0.001', '0.01', '0.1', '1']);
  });
});
