import { describe, expect, it } from 'vitest';

import { formatAgo, formatApart, formatBytes, formatDuration, formatNumber, formatShort, plural } from './format';

describe('formatNumber', () => {
  it.each([
    [0, '0'],
    [1234567, '1,234,567'],
    [0.1 + 0.2, '0.3'],
    [1e-9, '1e-9'],
    [123456.789, '123457'],
    [2.5e15, '2.5e15'],
    [NaN, 'NaN'],
    [-Infinity, '−∞'],
  ])('writes %s as %s', (value, text) => expect(formatNumber(value)).toBe(text));
});

describe('formatDuration', () => {
  it.each([
    [350, '350ms'],
    [1500, '1.5s'],
    [723_000, '12m 3s'],
    [100_800_000, '1d 4h'],
    [3_600_000, '1h'],
  ])('writes %s ms as %s', (value, text) => expect(formatDuration(value)).toBe(text));
});

it('shortens large numbers', () => {
  expect([1500, 2_000_000, 0.5].map(formatShort)).toEqual(['1.5k', '2M', '0.5']);
  expect([999e12, 2e19, -4e15].map(formatShort)).toEqual(['999T', '2e19', '-4e15']);
});

it('tells how long ago', () => {
  expect(formatAgo(0, 10_000)).toBe('just now');
  expect(formatAgo(0, 7_200_000)).toBe('2 h ago');
});

it('counts bytes and things', () => {
  expect(formatBytes(12_345)).toBe('12.3 kB');
  expect(plural(1, 'run')).toBe('1 run');
  expect(plural(12_000, 'run')).toBe('12,000 runs');
});

it('tells neighboring numbers apart, in as few digits as that takes', () => {
  expect(formatApart([0.5, 0.5000000000000001])).toEqual(['0.5', '0.5000000000000001']);
  expect(formatApart([0.25, 0.5, 0.5])).toEqual(['0.25', '0.5', '0.5']);
  expect(formatApart([1e6, 1_000_001], formatShort)).toEqual(['1000000', '1000001']);
  expect(formatApart([5e-324, 1e-323])).toEqual(['4.9407e-324', '9.8813e-324']);
  expect(formatApart([NaN, -0, 0])).toEqual(['NaN', '0', '0']);
});
