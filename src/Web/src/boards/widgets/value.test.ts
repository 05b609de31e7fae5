import { expect, it } from 'vitest';

import type { Reduction } from '../options';
import { sortedRuns } from './runsTable';
import { against, meets, reduced, valueText } from './value';

const values = [3, null, 1, NaN, 2];

it('shows each run, the first, the best or the mean of those that have the value', () => {
  const of = (reduce: Reduction, goal: 'min' | 'max' = 'min') => reduced(values, { reduce, goal });
  expect(of('all')).toHaveLength(5);
  expect(of('first')).toEqual([{ run: 0, value: 3 }]);
  expect(of('best')).toEqual([{ run: 2, value: 1 }]);
  expect(of('best', 'max')).toEqual([{ run: 0, value: 3 }]);
  expect(of('mean')).toEqual([{ run: null, value: 2, count: 3 }]);
  const [large] = reduced([1e308, null, 1.5e308], { reduce: 'mean', goal: 'min' });
  expect(large).toMatchObject({ value: 1.25e308, count: 2 });
  for (const reduce of ['first', 'best', 'mean'] as const) {
    expect(reduced([null, NaN], { reduce, goal: 'min' })).toEqual([]);
  }
});

it('meets a target in the direction of the goal', () => {
  expect(meets(1, { target: 1, goal: 'min' })).toBe(true);
  expect(meets(2, { target: 1, goal: 'min' })).toBe(false);
  expect(meets(2, { target: 1, goal: 'max' })).toBe(true);
  expect(meets(NaN, { target: 1, goal: 'max' })).toBeNull();
  expect(meets(2, { target: null, goal: 'max' })).toBeNull();
});

it('says how a value stands against the baseline, in the direction of the goal', () => {
  const least = { goal: 'min' as const, digits: 3, unit: '' };
  expect(against(0.9, 1, least)).toEqual({ text: '−0.1 (−10%)', isGood: true });
  expect(against(1.5, 1, least)).toEqual({ text: '+0.5 (+50%)', isGood: false });
  expect(against(12, -10, { goal: 'max', digits: 3, unit: 'ms' })).toEqual({ text: '+22 ms (+220%)', isGood: true });
  expect(against(1, 0, least)).toEqual({ text: '+1', isGood: false });
  expect(against(1, 1, least)).toEqual({ text: '±0', isGood: null });
  expect(against(null, 1, least)).toBeNull();
  expect(against(1, NaN, least)).toBeNull();
});

it('writes a value with its digits and its unit', () => {
  expect(valueText(1.23456, { digits: 3, unit: '' })).toBe('1.23');
  expect(valueText(12, { digits: 3, unit: 'ms' })).toBe('12 ms');
  expect(valueText(null, { digits: 3, unit: 'ms' })).toBe('–');
  expect(valueText(Infinity, { digits: 3, unit: '' })).toMatch(/∞|inf/i);
});

it('sorts runs by a column, those without a value last either way', () => {
  const labels = ['b10', 'b9', 'a', 'd', 'c'];
  expect(sortedRuns(labels, [values], null)).toEqual([0, 1, 2, 3, 4]);
  expect(sortedRuns(labels, [values], { column: 0, descending: false })).toEqual([2, 4, 0, 1, 3]);
  expect(sortedRuns(labels, [values], { column: 0, descending: true })).toEqual([0, 4, 2, 1, 3]);
  expect(sortedRuns(labels, [values], { column: -1, descending: false })).toEqual([2, 1, 0, 4, 3]);
});
