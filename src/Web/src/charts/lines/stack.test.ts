import fc from 'fast-check';
import { expect, it } from 'vitest';

import { buildLine } from '../../model/lineData';
import type { ChartLine } from '../draw/scene';
import { stacked } from './stack';

const grid = { from: 0, width: 1 };

function line(run: string, metric: string, points: readonly (readonly [number, number])[]): ChartLine {
  const x = Float64Array.from(points, ([at]) => at);
  const y = Float64Array.from(points, ([, value]) => value);
  const count = y.map((value) => Number(!Number.isNaN(value)));
  const columns = { ...buildLine(() => new Float64Array(x.length)), x, xTo: x, step: x, stepTo: x, count, mean: y };
  return { run, label: run, metric, color: '#000000', dash: [], columns, base: y, y, inheritedTo: -Infinity };
}

it('adds each line to those below it, with what lies on it where it has no point', () => {
  const lines = [line('a', 'm', [[0, 1], [2, 3]]), line('a', 'n', [[0, 10], [1, 20], [2, 30], [3, 40]])];
  const [low, high] = stacked(lines, 'sum', grid, false);
  expect([...low!.y]).toEqual([1, 2, 3, NaN]);
  expect([...high!.y]).toEqual([11, 22, 33, 40]);
  expect([...high!.floor!]).toEqual([1, 2, 3, 0]);
  expect([...high!.own!]).toEqual([10, 20, 30, 40]);
});

it('shares a hundred percent, whatever there is', () => {
  const value = fc.double({ min: 0.001, max: 1e6, noNaN: true });
  const points = fc.array(value, { minLength: 4, maxLength: 4 });
  fc.assert(
    fc.property(fc.array(points, { minLength: 1, maxLength: 5 }), (all) => {
      const lines = all.map((values, at) => line('a', `m${at}`, values.map((y, x) => [x, y] as const)));
      const top = stacked(lines, 'percent', grid, false).at(-1)!;
      for (const y of top.y) expect(y).toBeCloseTo(100, 8);
    }),
  );
  const zero = stacked([line('a', 'm', [[0, 0]]), line('a', 'n', [[0, 0]])], 'percent', grid, false);
  expect(zero.map(({ y }) => y[0])).toEqual([0, 0]);
});

it('stacks the metrics of a run, and the runs where each has one line', () => {
  const two = stacked(['a', 'b'].flatMap((run) => ['m', 'n'].map((m) => line(run, m, [[0, 1]]))), 'sum', grid, false);
  expect(two.map(({ run, y }) => [run, y[0]])).toEqual([['a', 1], ['a', 2], ['b', 1], ['b', 2]]);
  expect(stacked(['a', 'b'].map((run) => line(run, '', [[0, 1]])), 'sum', grid, false).map(({ y }) => y[0])).toEqual([
    1, 2,
  ]);
});

it('leaves lines on the right axis, and charts that are not stacked', () => {
  const right = { ...line('a', 'r', [[0, 5]]), isRight: true };
  const all = [right, line('a', 'm', [[0, 1]])];
  expect(stacked(all, 'none', grid, false)).toBe(all);
  expect(stacked(all, 'sum', grid, false).at(-1)).toBe(right);
});
