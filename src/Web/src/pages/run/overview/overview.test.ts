import { expect, it } from 'vitest';

import type { Attribute } from '../../../model/attribute';
import { keyMetrics, settingsOf } from './overview';

const metric = (name: string): Attribute => {
  return { name, type: 'floatSeries', last: 1, lastStep: 1, min: 0, max: 2, average: 1, variance: 0 };
};

it('puts first what a person starred, then what a newcomer looks for', () => {
  const all = ['lr', 'monitoring/gpu', 'train/loss', 'eval/deep/loss', 'grad/norm', 'loss'].map(metric);
  expect(keyMetrics(all, new Set(['grad/norm']), []).map(({ name }) => name)).toEqual([
    'grad/norm', 'loss', 'train/loss', 'eval/deep/loss', 'lr',
  ]);
});

it('puts the metrics of the table before others, in the order of its columns', () => {
  const all = ['loss', 'lr', 'b', 'a'].map(metric);
  const found = keyMetrics(all, new Set(['a']), ['lr', 'gone', 'b']);
  expect(found.map(({ name }) => name)).toEqual(['a', 'lr', 'b', 'loss']);
});

it('takes single values for settings, with all digits', () => {
  const all: Attribute[] = [
    { name: 'seed', type: 'int', value: 9007199254740992, digits: '9007199254740993' },
    { name: 'lr', type: 'float', value: 0.1234567891 },
    { name: 'source_code/branch', type: 'string', value: 'main' },
    metric('loss'),
  ];
  expect(settingsOf(all)).toEqual([{ name: 'seed', text: '9007199254740993' }, { name: 'lr', text: '0.1234567891' }]);
});
