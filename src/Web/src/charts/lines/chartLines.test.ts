import { describe, expect, it } from 'vitest';

import type { ChartSpec } from '../../model/chart';
import type { ChartRun } from '../../model/chartRun';
import { defaultSettings, type ChartSettings } from '../../model/chartSettings';
import { buildLine, type LineData } from '../../model/lineData';
import { chartLines } from './chartLines';

function flat(y: number): LineData {
  const rows: Partial<Record<string, number[]>> = { x: [1, 2], xTo: [1, 2], count: [1, 1] };
  const isFigure = (name: string) => ['mean', 'first', 'last', 'min', 'max'].includes(name);
  return buildLine((name) => Float64Array.from(rows[name] ?? Array<number>(2).fill(isFigure(name) ? y : 0)));
}

const adam = { id: 'g1', label: 'adamw' };
const runs: ChartRun[] = [
  { id: 'L-1', label: 'one', group: adam },
  { id: 'L-2', label: 'two', group: { id: 'g2', label: 'lion' } },
  { id: 'L-3', label: 'three', group: adam },
];

function lines(settings: Partial<ChartSettings>, formulas = ['${a}'], of = runs) {
  return chartLines({
    chart: { version: 1, id: 'a', title: 'a', lines: formulas.map((formula) => ({ formula })) },
    runs: of,
    answer: {
      grid: { from: 1, width: 1 },
      lines: of.flatMap((_, run) => formulas.map((_, at) => flat(10 * at + run + 1))),
    },
    settings: { ...defaultSettings, ...settings },
    scheme: 'light',
    facts: { attributes: new Map(), forks: new Map() },
    experiments: false, baseline: null,
  });
}

describe('grouped runs', () => {
  it('are drawn one by one unless their average is asked for', () => {
    expect(lines({}).map((line) => line.label)).toEqual(['one', 'two', 'three']);
  });

  it('become one line a group, with a band from the least to the greatest of its runs', () => {
    const drawn = lines({ averaged: true });
    expect(drawn.map((line) => [line.label, line.y[0], line.columns.min[0], line.columns.max[0]])).toEqual([
      ['adamw (2)', 2, 1, 3],
      ['lion (1)', 2, 2, 2],
    ]);
    expect(new Set(drawn.map((line) => line.color)).size).toBe(2);
  });

  it('show their runs behind their mean, in its color', () => {
    const drawn = lines({ averaged: true, spread: 'members' });
    expect(drawn.map((line) => [line.label, line.alpha, line.y[0]])).toEqual([
      ['one', 0.35, 1],
      ['three', 0.35, 3],
      ['adamw (2)', undefined, 2],
      ['two', 0.35, 2],
      ['lion (1)', undefined, 2],
    ]);
    expect(new Set(drawn.slice(0, 3).map((line) => line.color)).size).toBe(1);
  });

  it('stay as they are where the table has no groups', () => {
    expect(lines({ averaged: true }, ['${a}'], [{ id: 'L-1', label: 'one' }]).map((line) => line.run)).toEqual(['L-1']);
  });
});

describe('several metrics', () => {
  const looks = (settings: Partial<ChartSettings>, of = runs) =>
    lines(settings, ['${a}', '${b}'], of).map(({ color, dash }) => `${color} ${dash.join()}`);

  it('share the color of their run and differ in strokes', () => {
    const [a1, b1, a2] = looks({});
    expect(a1!.slice(0, 7)).toBe(b1!.slice(0, 7));
    expect(a1!.slice(0, 7)).not.toBe(a2!.slice(0, 7));
    expect([a1!.slice(8), b1!.slice(8), a2!.slice(8)]).toEqual(['', '6,3', '']);
  });

  it('have colors of their own when asked to, and runs differ in strokes', () => {
    const [a1, b1, a2] = looks({ colors: 'metric' });
    expect(a1!.slice(0, 7)).toBe(a2!.slice(0, 7));
    expect(a1!.slice(0, 7)).not.toBe(b1!.slice(0, 7));
    expect([a1!.slice(8), b1!.slice(8), a2!.slice(8)]).toEqual(['', '', '6,3']);
  });

  it('have colors of their own where there is one run', () => {
    expect(new Set(looks({}, runs.slice(0, 1)).map((look) => look.slice(0, 7))).size).toBe(2);
  });
});

describe('the look of a line', () => {
  it('is what its chart says of it, and else tells runs and metrics apart', () => {
    const drawn = chartLines({
      chart: {
        version: 1,
        id: '=a',
        title: '',
        lines: [{ formula: '${a}', name: 'train', color: '#d1373c', dash: 'dotted', width: 4 }, { formula: '${b}' }],
      },
      runs: runs.slice(0, 2),
      answer: { grid: { from: 1, width: 1 }, lines: [flat(1), flat(2), flat(3), flat(4)] },
      settings: defaultSettings,
      scheme: 'light',
      facts: { attributes: new Map(), forks: new Map() },
      experiments: false,
      baseline: null,
    });
    expect(drawn.map(({ metric, width }) => [metric, width])).toEqual([
      ['train', 4],
      ['b', undefined],
      ['train', 4],
      ['b', undefined],
    ]);
    expect([drawn[0]!.color, drawn[2]!.color]).toEqual(['#d1373c', '#d1373c']);
    expect(drawn[0]!.dash).toEqual([2, 2.5]);
    expect(drawn[1]!.color).not.toBe(drawn[3]!.color);
  });
});

it('takes bands, units and stacks from the chart', () => {
  const chart: ChartSpec = {
    version: 1,
    id: '=a',
    title: '',
    lines: [
      { formula: '${a}', unit: 's', band: { kind: 'between', low: '${b}', high: '${c}' } },
      { formula: '${b}', band: { kind: 'none' } },
    ],
    plot: 'area',
  };
  const of = (more: Partial<ChartSpec> = {}) =>
    chartLines({
      chart: { ...chart, ...more },
      runs: runs.slice(0, 1),
      answer: { grid: { from: 1, width: 1 }, lines: [flat(5), flat(1), flat(9)] },
      settings: defaultSettings,
      scheme: 'light',
      facts: { attributes: new Map(), forks: new Map() },
      experiments: false,
      baseline: null,
    });
  const [first, second] = of();
  expect([first!.edges!.low.y[0], first!.edges!.high.y[0], first!.notation]).toEqual([1, 9, { unit: 's' }]);
  expect([first!.plot, second!.isBanded, second!.edges]).toEqual(['area', false, undefined]);
  expect(of({ stack: 'sum' }).map(({ y }) => y[0])).toEqual([5, 6]);
});
