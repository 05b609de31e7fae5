import { expect, it } from 'vitest';

import { mergedLines } from './mergedLines';

const log = (isWhole: boolean, ...times: number[]) => ({
  points: times.map((time, step) => ({ step, time, text: String(time) })),
  isWhole,
});
const told = (logs: Parameters<typeof mergedLines>[0]) =>
  mergedLines(logs).lines.map(({ of, point }) => `${of}:${point.time}`);

it('puts the lines of all logs in the order of time', () => {
  expect(told([log(true, 1, 4), log(true, 2, 3), log(true)])).toEqual(['0:1', '1:2', '1:3', '0:4']);
  expect(mergedLines([log(true, 1)]).since).toBeNull();
});

it('keeps the lines of a log in their order where its clock went back', () => {
  expect(told([log(true, 5, 3, 6), log(true, 4)])).toEqual(['1:4', '0:5', '0:3', '0:6']);
});

it('shows nothing from before a log of which the beginning is not here', () => {
  const logs = [log(false, 3, 6), log(true, 1, 2, 4)];
  expect(told(logs)).toEqual(['0:3', '1:4', '0:6']);
  expect(mergedLines(logs).since).toBe(3);
});
