import { expect, it } from 'vitest';

import type { Attribute } from '../../model/attribute';
import { compareRows } from './rows';

const run = (...attributes: Attribute[]) => new Map(attributes.map((one) => [one.name, one]));
const byRun = new Map([
  [
    'L-1',
    run(
      { name: 'lr', type: 'float', value: 0.1 },
      { name: 'sys/id', type: 'string', value: 'L-1' },
      { name: 'same', type: 'int', value: 1, digits: '1' },
    ),
  ],
  [
    'L-2',
    run(
      { name: 'lr', type: 'float', value: 0.2 },
      { name: 'sys/id', type: 'string', value: 'L-2' },
      { name: 'same', type: 'int', value: 1, digits: '1' },
    ),
  ],
]);

it('has a row for each attribute that any run has', () => {
  expect(compareRows(byRun, ['L-1', 'L-2'], false).map((row) => row.path)).toEqual(['lr', 'same', 'sys/id']);
  expect(compareRows(byRun, ['L-1', 'L-9'], false)[0]?.texts).toEqual(['0.1', '']);
});

it('keeps what differs, but not what always does', () => {
  expect(compareRows(byRun, ['L-1', 'L-2'], true).map((row) => row.path)).toEqual(['lr']);
});
