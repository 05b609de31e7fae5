import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { panned, scaled } from './navigation';

describe('moving about', () => {
  const range = fc
    .tuple(fc.double({ min: 0.1, max: 1e6, noNaN: true }), fc.double({ min: 1.1, max: 100, noNaN: true }))
    .map(([low, factor]) => [low, low * factor] as const);

  it('comes back when it goes there and back, and keeps the place under the pointer', () => {
    fc.assert(
      fc.property(
        range,
        fc.double({ min: -0.9, max: 0.9, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.boolean(),
        (one, share, at, isLog) => {
          const back = panned(panned(one, share, isLog), -share, isLog);
          expect(back[0] / one[0]).toBeCloseTo(1, 6);
          expect(back[1] / one[1]).toBeCloseTo(1, 6);
          const there = scaled(scaled(one, 0.5, at, isLog), 2, at, isLog);
          expect(there[0] / one[0]).toBeCloseTo(1, 6);
          expect(there[1] / one[1]).toBeCloseTo(1, 6);
        },
      ),
    );
  });

  it('never crosses zero on a log axis', () => {
    expect(panned([1, 10], -5, true)[0]).toBeGreaterThan(0);
  });
});
