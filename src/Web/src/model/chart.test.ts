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
  usesBaseline,
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

  it('keeps bands, notations, metrics chosen by their names, and how it is drawn', () => {
    const full: ChartSpec = {
      ...chart,
      lines: [
        { formula: '${a}', band: { kind: 'between', low: '${b}', high: '${c}' }, unit: 'tok/s', format: 'si' },
        { formula: '', match: '^layers/\\d+/', color: '#d1373c' },
      ],
      plot: 'area',
      stack: 'percent',
    };
    expect(readChart(JSON.parse(JSON.stringify(full)))).toEqual(full);
    expect(readChart({ ...chart, plot: 'line', stack: 'none' })).toEqual(chart);
    expect(readChart({ ...chart, plot: 'pie', stack: 3 })).toEqual(chart);
  });

  it.each([
    // As views and addresses kept charts before these had bands and kinds of plots.
    { version: 1, id: '=1', title: '', lines: [{ formula: '${a}' }] },
    { version: 1, id: '=k3', title: 'gap', lines: [{ formula: '${a} - ${b}', name: 'gap', axis: 'right' }] },
    { version: 1, id: '=k4', title: '', lines, thresholds: [{ value: 2, label: 'goal' }] },
  ] satisfies ChartSpec[])('still reads what was kept before: $id', (kept) => {
    expect(readChart(JSON.parse(JSON.stringify(kept)))).toEqual(kept);
  });

  it('is named by what its lines match, and says what compares with the baseline', () => {
    expect(chartTitle({ ...chart, lines: [{ formula: '', match: '^gpu/' }] })).toBe('^gpu/');
    expect(usesBaseline({ formula: '${a}' })).toBe(false);
    expect(usesBaseline({ formula: '@gain' })).toBe(true);
    expect(usesBaseline({ formula: '${a}', band: { kind: 'around', by: 'baseline(${s})' } })).toBe(true);
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
