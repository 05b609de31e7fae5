import fc from 'fast-check';
import { expect, it } from 'vitest';

import { aggregations, attributeTypes } from '../model/attribute';
import { numberFormats } from '../model/column';
import { relativeTimes, states } from '../model/quickFilters';
import { defaultRuns, type RunsView } from '../model/runsView';
import { isChanged, readView, viewContent } from './viewContent';
import type { ViewDto } from './views';

const field = fc.record({
  path: fc.string({ minLength: 1, unit: 'grapheme' }),
  type: fc.constantFrom(...attributeTypes),
  aggregation: fc.constantFrom(...aggregations),
});
const day = fc.option(fc.constant('2026-03-05'));
const view: fc.Arbitrary<RunsView> = fc
  .record({
    mode: fc.constantFrom('experiments' as const, 'runs' as const),
    query: fc.string(),
    name: fc.string(),
    quick: fc.record({
      owners: fc.array(fc.string(), { maxLength: 2 }),
      states: fc.uniqueArray(fc.constantFrom(...states)),
      tags: fc.array(fc.string(), { maxLength: 2 }),
      from: day,
      to: day,
      relative: fc.option(fc.constantFrom(...relativeTimes)),
    }),
    archived: fc.boolean(),
    trash: fc.constant(false),
    sorts: fc.array(
      fc.tuple(field, fc.boolean()).map(([one, descending]) => ({ ...one, descending })),
      { minLength: 1, maxLength: 3 },
    ),
    groups: fc.array(field, { maxLength: 3 }),
    opened: fc.array(fc.string(), { maxLength: 2 }),
    columns: fc.option(
      fc.array(
        field.chain((one) =>
          fc.record({
            path: fc.constant(one.path),
            type: fc.constant(one.type),
            aggregation: fc.constant(one.aggregation),
            width: fc.nat(500),
            pinned: fc.boolean(),
            name: fc.string(),
            format: fc.constantFrom(...numberFormats),
            color: fc.constantFrom('', '#00ff7a'),
          }),
        ),
        { maxLength: 4 },
      ),
    ),
    visible: fc.record({ kind: fc.constant('first' as const), count: fc.nat(1000) }),
  })
  .map((part) => ({ ...defaultRuns, ...part, viewId: 'v' }));

const sent = (one: RunsView): ViewDto =>
  JSON.parse(JSON.stringify({ id: 'v', name: 'n', defaultView: false, ...viewContent(one) })) as ViewDto;

it('reads back the view that it keeps', () => {
  fc.assert(
    fc.property(view, (one) => {
      expect(readView(sent(one))).toEqual(one);
      expect(isChanged(one, readView(sent(one)))).toBe(false);
      expect(isChanged({ ...one, archived: !one.archived }, one)).toBe(true);
    }),
  );
});

it('reads a view that another program kept, as far as it is understood', () => {
  const read = readView({
    id: 'v',
    name: 'theirs',
    defaultView: true,
    columnList: {
      columns: [
        { id: 'loss', columnType: 'floatSeries', width: 100.4, pinned: true, color: 'RED', displayMode: 'odd' },
        { id: 'x', columnType: 'hologram', width: 1, pinned: false },
      ],
    },
    sortOptions: { sortBy: ['lr'], sortFieldType: ['float'] },
    nameSearchMode: 'substring',
    nameSearchQuery: 'a.b',
    quickFilters: { creationDateRangeStart: '2026-03-05T10:00:00Z', status: ['running', 'asleep'] },
  });
  expect(read.columns).toEqual([
    {
      path: 'loss',
      type: 'floatSeries',
      width: 100,
      pinned: true,
      aggregation: 'last',
      format: 'auto',
      name: '',
      color: '',
    },
  ]);
  expect(read.name).toBe('a\\.b');
  expect(read.mode).toBe('runs');
  expect(read.quick).toMatchObject({ from: '2026-03-05', states: ['running'] });
  expect(read.sorts).toEqual([{ path: 'lr', type: 'float', aggregation: 'last', descending: true }]);
});
