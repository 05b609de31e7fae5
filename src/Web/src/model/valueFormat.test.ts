import { expect, it } from 'vitest';

import { formatMark, formatValue, readNotation, sharedNotation } from './valueFormat';

it('writes a value in each format, with its unit', () => {
  expect(formatValue(1234.5678, {})).toBe('1234.57');
  expect(formatValue(1234.5678, { format: 'integer' })).toBe('1,235');
  expect(formatValue(1.5, { format: 'decimal' })).toBe('1.500');
  expect(formatValue(0.1234567, { format: 'percent' })).toBe('12.35%');
  expect(formatValue(12_345, { format: 'si', unit: 'tok/s' })).toBe('12.35k tok/s');
  expect(formatValue(0.000012345, { format: 'scientific' })).toBe('1.234e-5');
  expect(formatValue(90, { format: 'duration' })).toBe('1m 30s');
  expect(formatValue(1_500_000, { format: 'bytes' })).toBe('1.5 MB');
});

it('leaves what is no number as it is', () => {
  for (const format of ['percent', 'bytes', 'duration'] as const) expect(formatValue(NaN, { format })).toBe('NaN');
  expect(formatValue(Infinity, { format: 'integer', unit: 's' })).toBe('+∞ s');
});

it('is short on axes', () => {
  expect(formatMark(1500, { unit: 'W' })).toBe('1.5k W');
  expect(formatMark(0.5, { format: 'percent' })).toBe('50%');
});

it('reads what it knows and leaves out the rest', () => {
  expect(readNotation({ unit: ' tok / s ', format: 'si' })).toEqual({ unit: 'tok / s', format: 'si' });
  expect(readNotation({ unit: 3, format: 'roman' })).toEqual({});
  expect(readNotation({ unit: '', format: 'auto' })).toEqual({});
  expect(readNotation(null)).toEqual({});
});

it('is shared by an axis where all of its lines have the same', () => {
  expect(sharedNotation([{ unit: 's' }, { unit: 's' }])).toEqual({ unit: 's' });
  expect(sharedNotation([{ unit: 's' }, {}])).toEqual({});
  expect(sharedNotation([])).toEqual({});
});
