import { expect, it } from 'vitest';

import type { Run, RunGroup } from '../../model/run';
import { groupRows } from './useGroupRows';

const run = (id: string): Run => ({ id, customId: id, name: id, state: null, attributes: new Map() });
const group = (values: string[], count: number, runs: Run[] = [], more = false): RunGroup => ({
  id: values.join('/'),
  values,
  count,
  runs,
  more,
});
const text = (rows: ReturnType<typeof groupRows>) =>
  rows.map((row) => {
    const what =
      row.kind === 'run' ? row.run.id : row.kind === 'group' ? `${row.group.id}(${row.group.count})` : `+${row.left}`;
    return `${'  '.repeat(row.level)}${what}`;
  });

it('puts runs and inner groups below the group that they are in', () => {
  const page = {
    groups: [
      group(['a'], 5, [], true),
      group(['a', 'x'], 3, [run('L-1'), run('L-2')], true),
      group(['a', 'y'], 1),
      group(['b'], 2),
    ],
    runs: [],
    totalGroups: 4,
    total: 9,
  };
  expect(text(groupRows(page, new Set(['a', 'a/x']), 2))).toEqual([
    'a(5)',
    '  a/x(3)',
    '    L-1',
    '    L-2',
    '    +1',
    '  a/y(1)',
    '  +-1',
    'b(2)',
    '+2',
  ]);
});

it('shows closed groups alone', () => {
  const page = { runs: [], groups: [group(['a'], 5), group(['b'], 2)], totalGroups: 2, total: 7 };
  expect(text(groupRows(page, new Set(), 2))).toEqual(['a(5)', 'b(2)']);
});
