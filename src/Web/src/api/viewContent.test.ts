import fc from 'fast-check';
import { expect, it } from 'vitest';

import { aggregations, fieldTypes } from '../model/attribute';
import { relativeKinds } from '../model/baseline';
import type { LineSpec } from '../model/chart';
import { colorKinds, defaultSettings, lineKinds, smoothingKinds, spreads, xModes } from '../model/chartSettings';
import { defaultCharts, type ChartsView } from '../model/chartsView';
import { numberFormats } from '../model/column';
import { compareModes, defaultCompare, type CompareView } from '../model/compare';
import { relativeTimes, states } from '../model/quickFilters';
import { defaultRuns, revertTo, type RunsView } from '../model/runsView';
import { oldViews } from '../test/recorded';
import { isChanged, readView, savedOver, viewContent } from './viewContent';
import type { ViewDto } from './views';

const field = fc.record({
  path: fc.string({ minLength: 1, unit: 'grapheme' }),
  type: fc.constantFrom(...fieldTypes),
  aggregation: fc.constantFrom(...aggregations),
});
const day = fc.option(fc.constant('2026-03-05'));
const settings = fc.record(
  {
    x: fc.constantFrom(...xModes),
    xMetric: fc.string(),
    line: fc.constantFrom(...lineKinds),
    raw: fc.boolean(),
    yLog: fc.boolean(),
    smoothing: fc.constantFrom(...smoothingKinds),
    window: fc.nat(500),
    clip: fc.boolean(),
    colors: fc.constantFrom(...colorKinds),
    relative: fc.constantFrom(...relativeKinds),
    spread: fc.constantFrom(...spreads),
  },
  { requiredKeys: [] },
);
const charts: fc.Arbitrary<ChartsView> = fc
  .record({
    custom: fc.array(
      fc.record({
        version: fc.constant(1 as const),
        id: fc.stringMatching(/^=[0-9a-z]{8}$/),
        title: fc.constantFrom('', 'gap'),
        lines: fc.constant<LineSpec[]>([
          { formula: '${a} - ${b}', unit: 's', format: 'si', band: { kind: 'around', by: '${c}' } },
          { formula: '', match: '^layers/' },
        ]),
        plot: fc.constant('area' as const),
        stack: fc.constant('percent' as const),
      }),
      { maxLength: 2 },
    ),
    legend: fc.array(fc.string(), { maxLength: 2 }),
    settings: settings.map((part) => ({ ...defaultSettings, ...part })),
    overrides: fc.dictionary(fc.constantFrom('loss', 'a/b', '=k3'), settings, { noNullPrototype: true }),
    filter: fc.string(),
    colorBy: fc.option(field),
    columns: fc.nat(6),
  })
  .map((part) => ({ ...defaultCharts, ...part }));
const compare: fc.Arbitrary<CompareView> = fc
  .record({
    mode: fc.constantFrom(...compareModes),
    filter: fc.string(),
    onlyDifferent: fc.boolean(),
    reference: fc.option(fc.string()),
    directions: fc.constantFrom<CompareView['directions']>({}, { 'a/b': 'lower', 'x': 'higher' }),
    axes: fc.option(fc.array(field, { maxLength: 2 })),
    brushes: fc.dictionary(
      fc.constantFrom('float::lr', 'int::n'),
      fc.constantFrom([0, 1] as const, [-5, 5] as const),
      { noNullPrototype: true },
    ),
    colorBy: fc.option(field),
    x: fc.option(field),
    y: fc.option(field),
    xLog: fc.boolean(),
    yLog: fc.boolean(),
    bar: fc.option(field),
  })
  .map((part) => ({ ...defaultCompare, ...part }));
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
    visible: fc.oneof(
      fc.record({ kind: fc.constant('first' as const), count: fc.nat(1000) }),
      fc.record({
        kind: fc.constant('these' as const),
        runs: fc.constantFrom<string[]>([], ['LLM-1'], ['LLM-1', 'LLM-20']),
      }),
    ),
    charts,
    compare,
  })
  .map((part) => ({ ...defaultRuns, ...part, viewId: 'v', revision: 1 }));

const sent = (one: RunsView): ViewDto =>
  JSON.parse(JSON.stringify({ id: 'v', name: 'n', defaultView: false, revision: 1, ...viewContent(one) })) as ViewDto;

it('reads back the view that it keeps', () => {
  fc.assert(
    fc.property(view, (one) => {
      expect(readView(sent(one))).toEqual(one);
      expect(isChanged(one, readView(sent(one)))).toBe(false);
      expect(isChanged({ ...one, archived: !one.archived }, one)).toBe(true);
    }),
  );
});

it('keeps what is new and drops what was, when it is saved again', () => {
  fc.assert(
    fc.property(view, view, (before, now) => {
      const theirs = { ...sent(before), runsLineage: true };
      const saved = savedOver(theirs, now);
      expect(readView(JSON.parse(JSON.stringify(saved)) as ViewDto)).toEqual(now);
      expect(saved).toMatchObject({ id: 'v', name: 'n', runsLineage: true });
    }),
  );
});

it.each([
  ['a custom chart', { charts: { custom: [{ version: 1, id: '=a', title: '', lines: [{ formula: '${a}' }] }] } }],
  ['how groups are shown', { charts: { settings: { ...defaultSettings, spread: 'quartiles' } } }],
  ['a setting of all charts', { charts: { settings: { ...defaultSettings, yLog: true } } }],
  ['a setting of one chart', { charts: { overrides: { loss: { yLog: true } } } }],
  ['the filter of metrics', { charts: { filter: 'loss' } }],
  ['the columns of legends', { charts: { legend: ['lr'] } }],
  ['the charts per row', { charts: { columns: 2 } }],
  ['what colors runs', { charts: { colorBy: { path: 'lr', type: 'float', aggregation: 'last' } } }],
  ['lines against the baseline', { charts: { settings: { ...defaultSettings, relative: 'ratio' } } }],
  ['which values are better', { compare: { directions: { lr: 'lower' } } }],
  ['how runs are compared', { compare: { mode: 'bars' } }],
  ['the reference of a comparison', { compare: { reference: 'LLM-1' } }],
  ['axes', { compare: { axes: [] } }],
  ['runs that were picked', { visible: { kind: 'these', runs: ['LLM-1'] } }],
] as const)('is changed by %s', (_, { charts: c = {}, compare: p = {}, ...rest }: Record<string, object>) => {
  const changed = {
    ...defaultRuns, ...rest, charts: { ...defaultCharts, ...c }, compare: { ...defaultCompare, ...p },
  } as RunsView;
  expect(isChanged(changed, defaultRuns)).toBe(true);
  expect(readView(sent(changed))).toEqual({ ...changed, viewId: 'v', revision: 1 });
});

it('is not changed by where one looks', () => {
  const looking: RunsView = {
    ...defaultRuns,
    tab: 'charts',
    charts: { ...defaultCharts, zoom: [1, 2], yZooms: { loss: [0, 1] }, full: 'loss' },
    compare: { ...defaultCompare, step: 5 },
  };
  expect(isChanged(looking, defaultRuns)).toBe(false);
  const picked = (...runs: string[]): RunsView => ({ ...defaultRuns, visible: { kind: 'these', runs } });
  expect(isChanged(picked('LLM-2', 'LLM-1'), picked('LLM-1', 'LLM-2'))).toBe(false);
  const saved = { ...defaultRuns, query: 'a' };
  expect(revertTo(saved, { ...looking, name: 'x' })).toEqual({ ...looking, query: 'a' });
});

it.each(oldViews)('reads what was saved before views kept charts: $dto.name', ({ dto, view: then }) => {
  expect(readView(dto)).toEqual({ ...then, revision: dto.revision });
  expect(isChanged(then, readView(dto))).toBe(false);
});

it('takes charts and comparisons that it does not know for the defaults', () => {
  const dto = { ...sent(defaultRuns), charts: { version: 9, custom: 'x' }, compare: 7 } as unknown as ViewDto;
  expect(readView(dto)).toMatchObject({ charts: defaultCharts, compare: defaultCompare });
  const odd = { version: 1, custom: [{}], settings: { x: 'moon', yLog: 'yes' }, columns: 99 };
  expect(readView({ ...dto, charts: odd } as unknown as ViewDto).charts).toEqual({ ...defaultCharts, columns: 6 });
});

it('reads a view that another program kept, as far as it is understood', () => {
  const read = readView({
    id: 'v',
    revision: 1,
    author: 'ann',
    created: '2026-03-05T10:00:00Z',
    updatedBy: 'ann',
    updated: '2026-03-05T10:00:00Z',
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
