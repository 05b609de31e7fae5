import fc from 'fast-check';
import { expect, it } from 'vitest';

import { durationSteps, durationTicks } from './durations';

const hour = 3_600_000;

it('puts ticks at spans that people count in', () => {
  expect(durationTicks([0, 5 * hour], 6)).toEqual([0, 1, 2, 3, 4, 5].map((at) => at * hour));
  expect(durationTicks([0, 25_000], 5)).toEqual([0, 5000, 10_000, 15_000, 20_000, 25_000]);
  expect(durationTicks([0, 4 * 24 * hour], 5).map((at) => at / hour)).toEqual([0, 24, 48, 72, 96]);
});

it('never puts many more than asked for, nor beyond the range', () => {
  fc.assert(
    fc.property(fc.integer({ min: -1e12, max: 1e13 }), fc.integer({ min: 1, max: 1e13 }), (low, length) => {
      const all = durationTicks([low, low + length], 8);
      expect(all.length).toBeLessThanOrEqual(9);
      expect(all.every((at) => at >= low && at <= low + length)).toBe(true);
      expect(length < 8 * durationSteps[0]! || all.length > 0).toBe(true);
    }),
  );
});
