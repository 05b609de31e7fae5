import { expect, test } from 'vitest';

import type { RunSet } from '../../model/runSet';
import { queriedRuns, theseRuns } from './linkRuns';

const first: RunSet = {
  kind: 'first',
  count: 10,
  query: '`a`:float > 1',
  experimentsOnly: true,
  sorts: [
    { path: 'loss', type: 'floatSeries', aggregation: 'min', descending: false },
    { path: 'sys/creation_time', type: 'datetime', aggregation: 'last', descending: true },
  ],
};

test('a query goes with its order, as the server searches', () => {
  expect(queriedRuns(first, 'R-1')).toEqual({
    query: '`a`:float > 1',
    count: 10,
    experimentsOnly: true,
    sorting: {
      sortBy: { name: 'loss', type: 'floatSeries', aggregationMode: 'min' },
      dir: 'ascending',
      thenBy: { sortBy: { name: 'sys/creation_time', type: 'datetime' }, dir: 'descending' },
    },
    baseline: 'R-1',
  });
});

test('runs that somebody picked, or ordered by a formula, have no query', () => {
  expect(queriedRuns({ kind: 'these', runs: ['R-1'], sorts: [] }, null)).toBeNull();
  expect(queriedRuns({ ...first, sorts: [{ ...first.sorts[0]!, type: 'formula' }] }, null)).toBeNull();
  expect(queriedRuns(null, null)).toBeNull();
  expect(theseRuns({ runs: [{ id: 'R-1', label: 'one' }], baseline: null })).toEqual({ these: ['R-1'] });
});
