import { expect, it } from 'vitest';

import type { ChartSpec } from '../../model/chart';
import { chartOf, draftOf, linesOf, textsOf, withLine } from './draft';

const chart: ChartSpec = {
  version: 1,
  id: '=a',
  title: 'gap',
  lines: [
    { formula: '${val/loss}', band: { kind: 'around', by: '${val/std}' }, unit: 'nats' },
    { formula: '', match: '^layers/', color: '#d1373c' },
  ],
  thresholds: [{ value: 2, label: 'goal' }, { level: 'ln(50257)', label: '' }],
  plot: 'step',
  stack: 'sum',
};

it('is the chart again, if nothing was typed', () => {
  expect(chartOf(draftOf(chart), '=a')).toEqual(chart);
  const { text, look } = draftOf(chart).lines[0]!;
  expect([text, look.band]).toEqual(['val/loss', { kind: 'around', by: 'val/std' }]);
});

it('says nothing of what is as usual, and leaves out what is not finished', () => {
  const draft = { ...draftOf(null), lines: [{ key: 0, by: 'formula' as const, text: ' a ', look: {} }] };
  expect(chartOf({ ...draft, title: ' x  y ' }, '=b')).toEqual({
    version: 1, id: '=b', title: 'x y', lines: [{ formula: '${a}' }],
  });
  const unfinished = { kind: 'between', low: 'a', high: '' } as const;
  expect(linesOf([{ key: 0, by: 'formula', text: 'b', look: { band: unfinished } }])).toEqual([{ formula: '${b}' }]);
  expect(linesOf([{ key: 0, by: 'match', text: ' ', look: {} }])).toEqual([]);
});

it('puts a new line in the place of an empty one', () => {
  const metric = (text: string) => ({ by: 'formula' as const, text, look: {} });
  const one = withLine([], metric('a'));
  const two = withLine(withLine(one, metric('')), metric('b'));
  expect(two.map(({ key, text }) => [key, text])).toEqual([[0, 'a'], [1, 'b']]);
});

it('has the formulas of its bands checked, too', () => {
  expect(draftOf(chart).lines.map(textsOf)).toEqual([['val/loss', 'val/std'], []]);
});
