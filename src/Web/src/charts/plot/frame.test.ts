import { expect, it } from 'vitest';

import { frameOf, plainFrame } from './frame';

it('gives tiny ranges length, and leaves others as they are', () => {
  const { to, from } = frameOf([1e-300, 5e-299], false);
  expect([to(1e-300), to(5e-299)]).toEqual([0, 1]);
  expect(from(1)).toBeCloseTo(5e-299, 310);
  expect(frameOf([0.5, 0.5000000000000004], false).to(0.5000000000000002)).toBeCloseTo(0.5);
  expect(frameOf([0, 1], false)).toBe(plainFrame);
  expect(frameOf([1e-300, 1e-299], true)).toBe(plainFrame);
});
