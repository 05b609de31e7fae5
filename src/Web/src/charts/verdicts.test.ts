import { expect, it } from 'vitest';

import { buildLine } from '../model/lineData';
import type { ChartLine } from './draw/scene';
import { valuesAt } from './legendEntries';
import { verdictsOf } from './verdicts';

function line(run: string, value: number, path?: string): ChartLine {
  const columns = { ...buildLine(() => new Float64Array(1)), mean: Float64Array.of(value) };
  return {
    run,
    label: run,
    metric: '',
    color: '#000000',
    dash: [],
    columns,
    base: columns.mean,
    y: columns.mean,
    inheritedTo: -Infinity,
    ...(path === undefined ? {} : { path }),
  };
}

function said(lines: ChartLine[], relative: 'none' | 'difference' | 'ratio' = 'none', directions = {}) {
  const entries = valuesAt(lines, null);
  const verdicts = verdictsOf(entries, { baseline: 'base', relative, directions });
  return Object.fromEntries(entries.map((entry) => [entry.line.run, verdicts.get(entry) ?? null]));
}

it('tells better from worse by which way the metric is better', () => {
  const lines = ['base', 'low', 'high', 'same', 'nan'].map((run, at) => line(run, [2, 1, 3, 2, NaN][at]!, 'val/loss'));
  expect(said(lines)).toEqual({ base: null, low: 'better', high: 'worse', same: null, nan: null });
});

it('takes what a person said before the name', () => {
  const lines = [line('base', 2, 'val/loss'), line('low', 1, 'val/loss')];
  expect(said(lines, 'none', { 'val/loss': 'higher' })).toMatchObject({ low: 'worse' });
});

it('reads differences and ratios by their signs, without a line of the baseline', () => {
  expect(said([line('a', -0.1, 'loss')], 'difference')).toEqual({ a: 'better' });
  expect(said([line('a', 1.1, 'loss')], 'ratio')).toEqual({ a: 'worse' });
});

it('says nothing of formulas, of unknown metrics, and where the baseline has no line', () => {
  expect(said([line('base', 2), line('a', 1)])).toMatchObject({ a: null });
  expect(said([line('base', 2, 'lr'), line('a', 1, 'lr')])).toMatchObject({ a: null });
  expect(said([line('a', 1, 'loss')])).toEqual({ a: null });
});
