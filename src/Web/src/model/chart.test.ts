import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { panned, scaled } from '../charts/plot/navigation';
import { asFormula, chartOf, formula, formulaLabel, ownIndex, ownKey } from './chart';
import { sourceAt, type Fork } from './forks';

describe('a chart', () => {
  it('is its metric, or what its maker put into it', () => {
    const own = [{ name: '', formulas: ['${a}', '${b} - ${a/x}'] }];
    expect(chartOf('train/loss', own)).toEqual({ key: 'train/loss', title: 'train/loss', formulas: ['${train/loss}'] });
    expect(chartOf(ownKey(0), own)).toMatchObject({ title: 'a, b - a/x', formulas: own[0]!.formulas });
    expect(ownIndex(ownKey(1), own)).toBe(-1);
    expect(ownIndex('=x', own)).toBe(-1);
  });

  it('shows any metric by its own name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (path) => {
        expect(formulaLabel(formula(path))).toBe(path);
      }),
    );
  });

  it('takes a bare path for the metric and anything with a reference for a formula', () => {
    expect(asFormula(' a/b ')).toBe('${a/b}');
    expect(asFormula('${a} * 2')).toBe('${a} * 2');
  });
});

describe('the source of a point', () => {
  const forks = new Map<string, Fork>([
    ['c', { parent: 'b', step: 20 }],
    ['b', { parent: 'a', step: 10 }],
  ]);

  it('is the nearest ancestor that the step is not beyond; the fork step is the parent’s', () => {
    expect([5, 10, 10.5, 20, 21].map((step) => sourceAt('c', step, forks))).toEqual(['a', 'a', 'b', 'b', 'c']);
  });

  it('is found even where forks go round in a circle', () => {
    const circle = new Map<string, Fork>([['a', { parent: 'b', step: 9 }], ['b', { parent: 'a', step: 9 }]]);
    expect(['a', 'b']).toContain(sourceAt('a', 1, circle));
  });
});

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
