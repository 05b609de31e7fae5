import { expect, it } from 'vitest';

import { formatLive, readLive, reduceLive, withoutPlaces, withPlaces } from './liveValues';

it('takes values out of a text, and puts them back', () => {
  const text = 'Loss {{ run_min(${val/loss}) | .3f }}, costs $5, {{ last(${a}) }} and {one}.\ue0000\ue001';
  const { text: marked, sources } = withPlaces(text);
  expect(sources).toEqual(['{{ run_min(${val/loss}) | .3f }}', '{{ last(${a}) }}']);
  expect(marked).toBe('Loss \ue0000\ue001, costs $5, \ue0001\ue001 and {one}.0');
  const restored = 'Loss {{ run_min(${val/loss}) | .3f }}, costs $5, {{ last(${a}) }} and {one}.0';
  expect(withoutPlaces(marked, sources)).toBe(restored);
});

it('reads the formula, the format and which run', () => {
  expect(readLive('{{ run_min(${val/loss}) | .3f }}')).toEqual({
    formula: 'run_min(${val/loss})', format: '.3f', reduce: 'first',
  });
  expect(readLive('{{last(${a})|mean|%}}')).toEqual({ formula: 'last(${a})', format: '%', reduce: 'mean' });
  // What is no option is part of the formula.
  expect(readLive('{{ run_max(max($~{^a | ^b})) | max }}')).toEqual({
    formula: 'run_max(max($~{^a | ^b}))', format: '', reduce: 'max',
  });
});

it.each([
  [0.12345, '.3f', '0.123'],
  [12345, '.2e', '1.23e+4'],
  [0.25, '%', '25%'],
  [1500, 'si', '1.5k'],
  [90, 'duration', '1m 30s'],
  [NaN, '.3f', 'NaN'],
])('writes %s as %s', (value, format, text) => {
  expect(formatLive(value, format)).toBe(text);
});

it('chooses the run that stands for several', () => {
  const values = [null, 3, 1, NaN, 2];
  expect(reduceLive(values, 'first')).toEqual({ value: 3, of: 1, count: 3 });
  expect(reduceLive(values, 'min')).toEqual({ value: 1, of: 2, count: 3 });
  expect(reduceLive(values, 'max')).toEqual({ value: 3, of: 1, count: 3 });
  expect(reduceLive(values, 'mean')).toEqual({ value: 2, of: null, count: 3 });
  expect(reduceLive([null], 'mean')).toBeNull();
});
