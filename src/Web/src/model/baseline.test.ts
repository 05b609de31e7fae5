import { expect, it } from 'vitest';

import type { Attribute } from './attribute';
import { compareWith } from './baseline';
import { directionOf } from './direction';

const series = (last: number | null): Attribute => ({
  name: 'm', type: 'floatSeries', last, lastStep: 1, min: 0, max: 9, average: null, variance: null,
});
const int = (digits: string): Attribute => ({ name: 'seed', type: 'int', value: Number(digits), digits });

it('tells by how much a metric is better or worse, by its direction', () => {
  const lower = compareWith(series(1.8), series(2), 'last', 'lower');
  expect(lower).toEqual({ difference: '−0.2', share: '−10%', verdict: 'better' });
  expect(compareWith(series(1.8), series(2), 'last', 'higher')?.verdict).toBe('worse');
  expect(compareWith(series(1.8), series(2), 'last', null)?.verdict).toBeNull();
  expect(compareWith(series(-1), series(-2), 'last', 'higher')).toMatchObject({ share: '+50%', verdict: 'better' });
});

it('has nothing to say of the same, of what is missing, and of what is no number', () => {
  expect(compareWith(series(2), series(2), 'last', 'lower')).toBeNull();
  expect(compareWith(series(2), undefined, 'last', 'lower')).toBeNull();
  expect(compareWith(series(null), series(2), 'last', 'lower')).toBeNull();
  expect(compareWith(series(NaN), series(2), 'last', 'lower')).toBeNull();
  expect(compareWith(series(1e308), series(-1e308), 'last', 'lower')).toBeNull();
  expect(compareWith(series(2), series(0), 'last', 'lower')).toMatchObject({ share: '', verdict: 'worse' });
});

it('compares integers by all their digits', () => {
  const more = compareWith(int('9007199254740993'), int('9007199254740992'), 'last', null);
  expect(more).toEqual({ difference: '+1', share: '', verdict: null });
});

it('knows the direction of what it is used to, and takes the word of a person for it', () => {
  expect(['eval/loss', 'acc', 'lr', 'grad_norm', 'val.accuracy', 'glossary'].map((path) => directionOf(path))).toEqual([
    'lower', 'higher', null, null, 'higher', null,
  ]);
  const parts = ['loss_scale', 'loss_z', 'train/loss_mean', 'top_acc@5', 'loss/epoch'];
  expect(parts.map((path) => directionOf(path))).toEqual([null, null, 'lower', 'higher', 'lower']);
  expect(directionOf('lr', { lr: 'higher' })).toBe('higher');
  expect(directionOf('constructor')).toBeNull();
});
