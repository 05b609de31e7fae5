import { expect, it } from 'vitest';

import { buildLine } from '../../model/lineData';
import { drawLines } from './draw';
import type { Scene } from './surface';
import { yRange, type ChartLine } from './scene';
import { defaultSettings } from '../../model/chartSettings';
import { SvgSurface } from './svg';

const scene: Scene = {
  xOf: (x) => 100 * x,
  yOf: (y) => 100 - y,
  box: { left: 0, top: 0, width: 1000, height: 100 },
  scale: 1,
  withBand: false,
  withRaw: false,
  isRange: false,
};

function line(mean: readonly number[], more: Partial<ChartLine> = {}, x = mean.map((_, at) => at)): ChartLine {
  const y = Float64Array.from(mean);
  const places = Float64Array.from(x);
  const columns = {
    ...buildLine((name) => (name === 'count' ? new Float64Array(y.length).fill(1) : new Float64Array(y.length))),
    ...{ x: places, xTo: places, mean: y, first: y, last: y, min: y.map((v) => v - 1), max: y.map((v) => v + 1) },
  };
  const own = { run: 'a', label: 'a', metric: '', color: '#123456', dash: [], columns, base: y, y };
  return { ...own, inheritedTo: -Infinity, ...more };
}

function drawn(one: ChartLine, on: Partial<Scene> = {}): string[] {
  const surface = new SvgSurface();
  drawLines(surface, { ...scene, ...on }, [one]);
  return surface.parts;
}

it('steps: a value holds until the next point', () => {
  expect(drawn(line([10, 20, 5], { plot: 'step' }))[0]).toContain('d="M0 90L100 90L100 80L200 80L200 95"');
});

it('areas reach down to zero, and begin anew where the line is broken', () => {
  const parts = drawn(line([10, 20, NaN, 30, 40], { plot: 'area' }));
  expect(parts[0]).toContain('d="M0 100L0 90L100 80L100 100Z"');
  expect(parts[1]).toContain('d="M300 100L300 70L400 60L400 100Z"');
});

it('stacked lines reach down to those below them', () => {
  const parts = drawn(line([10, 20], { floor: Float64Array.of(5, 6) }));
  expect(parts[0]).toContain('d="M0 95L0 90L100 80L100 94Z"');
});

it('bands by formulas lie between their edges, which have points of their own', () => {
  const edge = (values: number[], x: number[]) => {
    const { columns, y } = line(values, {}, x);
    return { columns, y };
  };
  const edges = { low: edge([0, 0], [0, 2]), high: edge([20, 30, 20], [0, 1, 2]) };
  const one = line([10, 10], { edges });
  expect(drawn(one)[0]).toContain('d="M0 80L100 70L200 80L200 100L0 100Z"');
  const [from, to] = yRange([one], [0, 2], defaultSettings, false);
  expect([from, to].map((end) => end.toFixed(6))).toEqual(['-1.800000', '31.800000']);
});

it('has a band where the line says so, and none where it says so, whatever the settings say', () => {
  expect(drawn(line([10, 10], { isBanded: true }))[0]).toContain('fill-opacity="0.16"');
  expect(drawn(line([10, 10], { isBanded: false }), { withBand: true }).join()).not.toContain('fill-opacity="0.16"');
});

it('scatters points without a line, four of a bucket that holds more', () => {
  const parts = drawn(line([10, 20], { plot: 'scatter' }));
  expect(parts).toHaveLength(1);
  expect(parts[0]).not.toContain('stroke=');
  expect(parts[0]!.match(/Z/g)).toHaveLength(2);
  const dense = line([10], { plot: 'scatter' });
  dense.columns.count[0] = 9;
  expect(drawn(dense)[0]!.match(/Z/g)).toHaveLength(4);
});

it('draws the smoothed line through scattered points', () => {
  const parts = drawn(line([10, 20], { plot: 'scatter' }), { withRaw: true });
  expect(parts[0]).toContain('fill-opacity="0.3"');
  expect(parts[1]).toContain('d="M0 90L100 80"');
});
