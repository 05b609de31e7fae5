import fc from 'fast-check';
import { expect, it } from 'vitest';

import { fieldKey, type Field } from '../model/field';
import { scaleOf, type Datum } from '../model/scale';
import { bars } from './bars/bars';
import { nearFiles, shownSteps } from './media/media';
import { keptRuns, linePath } from './parallel/parallel';

const axis: Field = { path: 'lr', type: 'float', aggregation: 'last' };
const names: Field = { path: 'model', type: 'string', aggregation: 'last' };

it('keeps the runs that are within every range', () => {
  const lr: Datum[] = [1, 2, 3, null, NaN];
  const model: Datum[] = ['a', 'b', 'a', 'a', 'b'];
  const axes = [
    { axis, values: lr, scale: scaleOf(lr) },
    { axis: names, values: model, scale: scaleOf(model) },
  ];
  expect([...keptRuns(5, axes, {})]).toEqual([0, 1, 2, 3, 4]);
  expect([...keptRuns(5, axes, { [fieldKey(axis)]: [2, 9] })]).toEqual([1, 2]);
  expect([...keptRuns(5, axes, { [fieldKey(axis)]: [2, 9], [fieldKey(names)]: [-0.2, 0.3] })]).toEqual([2]);
  expect([...keptRuns(5, axes, { 'float::gone': [0, 0] })]).toHaveLength(5);
});

it('draws a line through all of its points', () => {
  expect(
    linePath([
      [0, 1],
      [10, 2.04],
    ]),
  ).toBe('M0 1C5 1 5 2 10 2');
  expect(linePath([])).toBe('');
});

it('draws bars from zero, the greatest first', () => {
  const value = fc.oneof(
    fc.double({ noDefaultInfinity: true, min: -1e9, max: 1e9 }),
    fc.constantFrom(null, 'x', Infinity),
  );
  fc.assert(
    fc.property(fc.array(value), (values) => {
      const drawn = bars(values);
      expect(drawn.bars.length + drawn.missing.length).toBe(values.length);
      for (const { value: shown, from, to } of drawn.bars) {
        expect(from).toBeGreaterThanOrEqual(0);
        expect(to).toBeLessThanOrEqual(1 + 1e-12);
        expect(shown < 0 ? to : from).toBe(drawn.zero);
      }
      const order = drawn.bars.map((bar) => bar.value);
      expect(order.every((one, at) => at === 0 || order[at - 1]! >= one)).toBe(true);
    }),
  );
});

it('has columns for the steps of the run with most files, and in each what a run has nearest before', () => {
  const file = (path: string) => ({ path, mimeType: 'image/png', sizeBytes: 1 });
  const many = new Map([0, 10, 20, 30].map((step) => [step, file(`a${step}`)] as const));
  const few = new Map([7, 25, 33].map((step) => [step, file(`b${step}`)] as const));
  expect(shownSteps([few, many], null, 3)).toEqual([10, 20, 30]);
  expect(shownSteps([few, many], 10, 2)).toEqual([0, 10]);
  expect(shownSteps([], null, 2)).toEqual([]);
  const told = (upTo: number | null) => nearFiles(few, [0, 10, 20, 30], upTo).map((cell) => cell?.step ?? null);
  expect(told(null)).toEqual([null, 7, null, 33]);
  expect(told(30)).toEqual([null, 7, null, 25]);
});
