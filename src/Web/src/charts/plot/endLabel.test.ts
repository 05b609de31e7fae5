import { expect, it } from 'vitest';

import type { ChartLine } from '../draw/scene';
import { labelRoom, labelText, placed } from './endLabel';

const line = (label: string, metric = '') => ({ label, metric }) as ChartLine;
const lines = (count: number) => Array.from({ length: count }, (_, at) => line(`run ${at}`));

it('labels few lines, and only where there is room', () => {
  expect(labelRoom(lines(3), 900)).toBeGreaterThan(0);
  expect(labelRoom(lines(1), 900)).toBe(0);
  expect(labelRoom(lines(7), 900)).toBe(0);
  expect(labelRoom(lines(3), 330)).toBe(0);
});

it('cuts names in their middle, and no sign in two', () => {
  expect(labelText(line('350m-adamw-lr0.0006-002'))).toBe('350m-ada…0006-002');
  expect(labelText(line('short'))).toBe('short');
  expect(labelText(line('run', 'a/b'))).toBe('a/b');
  expect(labelText(line(`${'👩‍💻'.repeat(20)}`))).toBe(`${'👩‍💻'.repeat(8)}…${'👩‍💻'.repeat(8)}`);
});

it('moves labels apart and keeps them within the plot', () => {
  const tops = placed([50, 200, 52, 199, 51].map((top) => ({ line: line('a'), top })), 200).map(({ top }) => top);
  expect(tops[0]).toBe(50);
  for (let at = 1; at < tops.length; at++) expect(tops[at]! - tops[at - 1]!).toBeGreaterThanOrEqual(14);
  expect(tops.at(-1)).toBe(200);
});
