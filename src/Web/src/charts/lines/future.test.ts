import { expect, it } from 'vitest';

import { buildLine } from '../../model/lineData';
import { withoutFuture } from './future';

const day = 86_400_000;
const now = 1_800_000_000_000;
const line = (x: number[], xTo = x) => buildLine((name) => Float64Array.from(name === 'xTo' ? xTo : x));

it('leaves what lies far in the future out of a time axis', () => {
  expect(withoutFuture([line([now - day, now, now + 1000 * day])], 'absolute', now, 0)).toEqual([now - day, now]);
  expect(withoutFuture([line([0, 5, 23_000 * day])], 'relative', now, day)).toEqual([0, 5]);
  expect(withoutFuture([line([0, 23_000 * day], [9, 23_000 * day])], 'relative', now, day)).toEqual([0, 9]);
});

it('leaves axes alone that hold what happened, or no time', () => {
  expect(withoutFuture([line([now - day, now + 3_600_000])], 'absolute', now, 0)).toBeNull();
  expect(withoutFuture([line([0, 40 * day])], 'relative', now, day)).toBeNull();
  expect(withoutFuture([line([0, 1e15])], 'step', now, day)).toBeNull();
  expect(withoutFuture([line([now + 9 * day])], 'absolute', now, 0)).toBeNull();
});
