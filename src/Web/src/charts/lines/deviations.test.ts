import { expect, it } from 'vitest';

import { metricChart, type ChartSpec } from '../../model/chart';
import { defaultSettings, type ChartSettings } from '../../model/chartSettings';
import { buildLine, type LineData } from '../../model/lineData';
import { chartCsv } from '../export';
import { yRange } from '../draw/scene';
import { chartLines } from './chartLines';
import { showsDeviations } from './deviations';
import { relativeTo } from './relative';

const std = { ...defaultSettings, bandKind: 'std' as const };

/** Two buckets of several points. */
function line(mean: readonly number[], deviations: readonly number[]): LineData {
  const y = Float64Array.from(mean);
  const x = Float64Array.from(mean.keys());
  return {
    ...buildLine((name) => new Float64Array(y.length).fill(name === 'count' ? 5 : 0)),
    ...{ x, xTo: x, mean: y, first: y, last: y, min: y.map((one) => one - 9), max: y.map((one) => one + 9) },
    std: Float64Array.from(deviations),
  };
}

function drawn(chart: ChartSpec, settings: ChartSettings = std, group?: string) {
  return chartLines({
    chart,
    runs: [{ id: 'a', label: 'a', ...(group === undefined ? {} : { group: { id: group, label: group } }) }],
    answer: { grid: { from: 0, width: 1 }, lines: chart.lines.map(() => line([10, 20], [1, 2])) },
    settings,
    scheme: 'light',
    facts: { attributes: new Map(), forks: new Map() },
    experiments: false,
    baseline: null,
  });
}

const chart = metricChart('loss');

it('reaches a standard deviation to both sides of the mean, where the settings or the line say so', () => {
  const [usual] = drawn(chart, defaultSettings);
  expect(usual!.sides).toBeUndefined();
  const [own] = drawn({ ...chart, lines: [{ formula: '${loss}', band: { kind: 'std' } }] }, defaultSettings);
  const [common] = drawn(chart);
  for (const one of [own, common]) {
    expect([...one!.sides!.low, ...one!.sides!.high]).toEqual([9, 18, 11, 22]);
    // The axis has room for the band, and not for the extremes.
    expect(yRange([one!], [0, 1], std, true)[1]).toBeLessThan(25);
  }
  expect(own!.isBanded).toBe(true);
  const [none] = drawn({ ...chart, lines: [{ formula: '${loss}', band: { kind: 'none' } }] });
  expect([none!.sides, none!.isBanded]).toEqual([undefined, false]);
});

it('is of the runs, where a line stands for a group of them', () => {
  expect(drawn(chart, { ...std, averaged: true }, 'g')[0]!.sides).toBeUndefined();
});

it('is asked for where a line has it, and only there', () => {
  const [minmax, deviating] = [{ kind: 'minmax' } as const, { kind: 'std' } as const];
  const of = (band: typeof minmax | typeof deviating) => ({ ...chart, lines: [{ formula: '${a}', band }] });
  expect(showsDeviations(chart, defaultSettings)).toBe(false);
  expect(showsDeviations(chart, std)).toBe(true);
  expect(showsDeviations(chart, { ...std, band: false })).toBe(false);
  expect([showsDeviations(of(minmax), std), showsDeviations(of(deviating), defaultSettings)]).toEqual([false, true]);
});

it('is scaled with a line, not moved, and stands in the file', () => {
  const base = line([2, -2], [0, 0]);
  expect([...relativeTo(line([10, 20], [1, 3]), base, 'difference').std]).toEqual([1, 3]);
  expect([...relativeTo(line([10, 20], [1, 3]), base, 'ratio').std]).toEqual([0.5, 1.5]);
  const [head, first] = chartCsv(drawn(chart), 'loss').split(/\r?\n/);
  expect([head!.split(',').at(-1), first!.split(',').at(-1)]).toEqual(['std', '1']);
});
