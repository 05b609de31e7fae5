import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  asFormula,
  asTyped,
  chartTitle,
  completed,
  formula,
  formulaLabel,
  metricChart,
  newChartId,
  readChart,
  typedName,
  type ChartSpec,
} from './chart';

const lines = [{ formula: '${a}' }, { formula: '${b} - ${a/x}' }];
const chart: ChartSpec = { version: 1, id: '=k3', title: '', lines };

describe('a chart', () => {
  it('is named by its maker, or after its lines', () => {
    expect(chartTitle(metricChart('train/loss'))).toBe('train/loss');
    expect(chartTitle(chart)).toBe('a, b - a/x');
    expect(chartTitle({ ...chart, title: 'gap' })).toBe('gap');
  });

  it('shows any metric by its own name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (path) => {
        expect(formulaLabel(formula(path))).toBe(path);
        expect(asTyped(formula(path))).toBe(path);
      }),
    );
  });

  it('takes a bare path for the metric and anything with a reference for a formula', () => {
    expect(asFormula(' a/b ')).toBe('${a/b}');
    expect(asFormula('${a} * 2')).toBe('${a} * 2');
    expect(asTyped('${a} * 2')).toBe('${a} * 2');
  });

  it('has an id that no metric and no other chart has', () => {
    const ids = Array.from({ length: 1000 }, newChartId);
    expect(new Set(ids).size).toBe(1000);
    for (const id of ids) expect(id).toMatch(/^=[0-9a-z]{8}$/);
  });

  it('takes families and named formulas for formulas, too', () => {
    expect(asFormula('mean($~{^layers/})')).toBe('mean($~{^layers/})');
    expect(asFormula('@mfu')).toBe('@mfu');
  });

  it('keeps how its lines look, and drops what it does not know', () => {
    const line = { formula: '${a}', name: 'loss', color: '#d1373c', dash: 'dashed', width: 2.5 };
    expect(readChart({ ...chart, lines: [line] })?.lines).toEqual([line]);
    const odd = { formula: '${a}', name: ' ', color: 'url(x)', dash: 'wavy', width: 900, more: 1 };
    expect(readChart({ ...chart, lines: [odd] })?.lines).toEqual([{ formula: '${a}' }]);
  });

  it('is read back from JSON, and nothing else is taken for one', () => {
    expect(readChart(JSON.parse(JSON.stringify(chart)))).toEqual(chart);
    const others = [null, 7, {}, { ...chart, version: 2 }, { ...chart, id: '' }, { ...chart, lines: [{}] }];
    expect(others.map(readChart)).toEqual(others.map(() => null));
  });
});

describe('names within formulas', () => {
  it.each([
    ['eval/lo', 'eval/lo'],
    ['${eval/lo', 'eval/lo'],
    ['${eval/loss} - ${tr', 'tr'],
    ['${eval/loss}', null],
    ['${eval/loss} - ', null],
    ['${a\\}b', 'a\\}b'],
  ])('of %s the name that is being typed is %s', (text, name) => expect(typedName(text)).toBe(name));

  it('puts a whole name in its place', () => {
    expect(completed('${eval/loss} - ${tr', 'train/loss')).toBe('${eval/loss} - ${train/loss}');
    expect(completed('tr', 'train/loss')).toBe('train/loss');
  });
});
