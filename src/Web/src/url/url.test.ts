import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { aggregations, fieldTypes } from '../model/attribute';
import type { AxesSpec } from '../model/axes';
import type { Band } from '../model/band';
import { relativeKinds } from '../model/baseline';
import { dashKinds, widths } from '../model/chart';
import { bandKinds, defaultSettings, spreads, type ChartSettings } from '../model/chartSettings';
import type { ChartsView } from '../model/chartsView';
import { numberFormats } from '../model/column';
import { compareModes, type CompareView } from '../model/compare';
import { relativeTimes, states } from '../model/quickFilters';
import { defaultRuns, runsTabs, setUpOf, type RunsView } from '../model/runsView';
import { defaultRun, lineageBys } from '../model/runView';
import { oldRunAddresses, oldRunsAddresses } from '../test/recorded';
import { parseRun, printRun } from './run';
import { parseRuns, printRuns } from './runs';

const path = fc.string({ minLength: 1, unit: 'grapheme', maxLength: 12 });
const settings: fc.Arbitrary<ChartSettings> = fc.record({
  x: fc.constantFrom('step' as const, 'relative' as const, 'absolute' as const, 'metric' as const),
  xMetric: fc.string({ unit: 'grapheme', maxLength: 12 }),
  line: fc.constantFrom('mean' as const, 'last' as const, 'range' as const),
  raw: fc.boolean(),
  xLog: fc.boolean(),
  yLog: fc.boolean(),
  smoothing: fc.constantFrom('none' as const, 'ema' as const, 'gaussian' as const, 'smaCentered' as const),
  window: fc.nat(10_000),
  band: fc.boolean(),
  clip: fc.boolean(),
  previews: fc.boolean(),
  inherited: fc.boolean(),
  averaged: fc.boolean(),
  colors: fc.constantFrom('run' as const, 'metric' as const),
  relative: fc.constantFrom(...relativeKinds),
  spread: fc.constantFrom(...spreads),
  bandKind: fc.constantFrom(...bandKinds),
});
const oneLine = fc.string({ unit: 'grapheme', maxLength: 12 }).map((text) => text.replace(/[\n\t]/g, ' '));
const between: Band = { kind: 'between', low: 'a', high: 'b' };
const field = fc.record({
  path,
  type: fc.constantFrom(...fieldTypes),
  aggregation: fc.constantFrom(...aggregations),
});
const line = fc.record(
  {
    // With comments a formula has several lines of text.
    formula: fc.string({ unit: 'grapheme', maxLength: 12 }).filter((text) => text.trim() !== ''),
    name: fc.constantFrom('train', 'a {b}'),
    color: fc.constantFrom('#d1373c', '#3457d5'),
    dash: fc.constantFrom(...dashKinds),
    width: fc.constantFrom(...widths),
    axis: fc.constant('right' as const),
    band: fc.constantFrom<Band>({ kind: 'minmax' }, { kind: 'std' }, { kind: 'around', by: 's' }, between),
    unit: fc.constantFrom('s', 'tok/s'),
    format: fc.constantFrom('percent' as const, 'bytes' as const),
    match: fc.constantFrom('^l/\\d+', 'a & !b'),
  },
  { requiredKeys: ['formula'] },
).map((one) => (one.match === undefined ? one : { ...one, formula: '' }));
const label = fc.constantFrom('', 'goal', '{x}');
const threshold = fc.oneof(
  fc.record({
    value: fc.double({ noNaN: true, noDefaultInfinity: true }).filter((value) => !Object.is(value, -0)),
    label,
  }),
  fc.record({ level: fc.constantFrom('best(run_min(${val/loss}), "min")', 'ln(50257)', '@goal'), label }),
);
const charts: fc.Arbitrary<ChartsView> = fc.record({
  custom: fc
    .array(
      fc.record(
        {
          version: fc.constant(1 as const),
          id: fc.stringMatching(/^=[0-9a-z]{1,8}$/),
          title: oneLine,
          lines: fc.array(line, { minLength: 1, maxLength: 3 }),
          thresholds: fc.array(threshold, { minLength: 1, maxLength: 2 }),
          plot: fc.constantFrom('step' as const, 'scatter' as const, 'area' as const),
          stack: fc.constantFrom('sum' as const, 'percent' as const),
          axes: fc.constantFrom<AxesSpec>(
            { x: '${a} * 2' },
            { left: { scale: 'log', from: 0.1 }, right: { scale: 'linear', to: -3 } },
          ),
        },
        { requiredKeys: ['version', 'id', 'title', 'lines'] },
      ),
      { maxLength: 2 },
    )
    .filter((all) => new Set(all.map(({ id }) => id)).size === all.length),
  legend: fc.array(path, { maxLength: 2 }),
  settings,
  overrides: fc.dictionary(
    path.filter((name) => name !== '__proto__'),
    settings,
    { maxKeys: 3, noNullPrototype: true },
  ),
  filter: fc.string(),
  zoom: fc.oneof(fc.constant(null), fc.tuple(fc.nat(1000), fc.integer({ min: 1001, max: 1e6 }))),
  yZooms: fc.dictionary(
    path.filter((name) => name !== '__proto__'),
    fc.tuple(fc.double({ min: -1e9, max: -1e-9, noNaN: true }), fc.double({ min: 1e-300, max: 1e300, noNaN: true })),
    { maxKeys: 2, noNullPrototype: true },
  ),
  full: fc.option(path),
  colorBy: fc.option(field),
  columns: fc.nat(6),
});
const day = fc.option(fc.constantFrom('2026-03-05', '2025-12-31'));
const quick = fc.record({
  owners: fc.array(fc.string(), { maxLength: 2 }),
  states: fc.uniqueArray(fc.constantFrom(...states)),
  tags: fc.array(fc.string(), { maxLength: 2 }),
  from: day,
  to: day,
  relative: fc.option(fc.constantFrom(...relativeTimes)),
});
const compare: fc.Arbitrary<CompareView> = fc.record({
  mode: fc.constantFrom(...compareModes),
  filter: fc.string(),
  onlyDifferent: fc.boolean(),
  reference: fc.option(path),
  directions: fc.dictionary(
    path.filter((name) => name !== '__proto__'),
    fc.constantFrom('lower' as const, 'higher' as const),
    { maxKeys: 2, noNullPrototype: true },
  ),
  axes: fc.option(fc.array(field, { maxLength: 3 })),
  brushes: fc.dictionary(
    path.filter((name) => name !== '__proto__'),
    fc.tuple(
      fc.double({ max: 0, noNaN: true, noDefaultInfinity: true }).map((x) => x + 0),
      fc.nat(),
    ),
    { maxKeys: 2, noNullPrototype: true },
  ),
  colorBy: fc.option(field),
  x: fc.option(field),
  y: fc.option(field),
  xLog: fc.boolean(),
  yLog: fc.boolean(),
  bar: fc.option(field),
  step: fc.option(fc.nat()),
});
const variables = fc.dictionary(
  fc.constantFrom('layer', 'part-2', 'a_b'),
  fc.uniqueArray(fc.string(), { minLength: 1, maxLength: 3 }),
  { noNullPrototype: true },
);
const view: fc.Arbitrary<RunsView> = fc.record({
  tab: fc.constantFrom(...runsTabs),
  board: fc.option(fc.constantFrom('default', '0190')),
  variables,
  viewId: fc.option(fc.constantFrom('standard-view', 'f3b0')),
  revision: fc.constant(null),
  mode: fc.constantFrom('experiments' as const, 'runs' as const),
  query: fc.string(),
  name: fc.string(),
  quick,
  archived: fc.boolean(),
  trash: fc.boolean(),
  sorts: fc.array(
    fc.tuple(field, fc.boolean()).map(([one, descending]) => ({ ...one, descending })),
    {
      minLength: 1,
      maxLength: 3,
    },
  ),
  groups: fc.array(field, { maxLength: 3 }),
  opened: fc.array(fc.stringMatching(/^[\w-]+$/), { maxLength: 3 }),
  columns: fc.option(
    fc.array(
      fc.record({
        path,
        type: fc.constantFrom(...fieldTypes),
        aggregation: fc.constantFrom(...aggregations),
        width: fc.nat(500),
        pinned: fc.boolean(),
        name: fc.string({ unit: 'grapheme' }),
        format: fc.constantFrom(...numberFormats),
        color: fc.constantFrom('', '#12ab9f'),
      }),
      { maxLength: 4 },
    ),
  ),
  visible: fc.oneof(
    fc.record({ kind: fc.constant('first' as const), count: fc.nat(1000) }),
    fc.record({ kind: fc.constant('these' as const), runs: fc.array(fc.stringMatching(/^[A-Z]{1,4}-[0-9]{1,4}$/)) }),
  ),
  charts,
  compare,
});

describe('the address of a runs view', () => {
  it('reads back what it prints', () => {
    fc.assert(
      fc.property(view, (one) => {
        expect(parseRuns(printRuns(one))).toEqual(one);
      }),
    );
  });

  it('says what differs from the saved view that it departs from', () => {
    fc.assert(
      fc.property(view, view, (one, base) => {
        expect(parseRuns(printRuns(one, base), base)).toEqual(one);
        expect(printRuns({ ...setUpOf(base), viewId: 'v' }, base)).toBe('?viewId=v');
      }),
    );
  });

  it('says of changes which revision of the saved view they began from', () => {
    const saved = { ...defaultRuns, viewId: 'v', revision: 3 };
    const changed = { ...saved, name: 'mine' };
    expect(printRuns(changed, saved)).toBe('?viewId=v&name=mine&rev=3');
    // Somebody saved the view meanwhile: the changes did not begin from that.
    const theirs = { ...saved, revision: 4, query: 'x' };
    expect(parseRuns('?viewId=v&name=mine&rev=3', theirs).revision).toBe(3);
    expect(printRuns(parseRuns('?viewId=v&name=mine&rev=3', theirs), theirs)).toBe('?viewId=v&name=mine&rev=3');
    // Once they are saved there are none, and the next ones begin from what was saved.
    const own = { ...changed, revision: 4 };
    expect(parseRuns('?viewId=v&name=mine&rev=3', own).revision).toBe(4);
    expect(printRuns({ ...saved, tab: 'charts' }, saved)).toBe('?viewId=v&tab=charts');
  });

  it('is never empty: an address without one means what somebody last looked at', () => {
    expect(printRuns(defaultRuns)).toBe('?tab=table');
    expect(parseRuns('')).toEqual(defaultRuns);
  });

  it('takes nonsense for the default', () => {
    expect(parseRuns('?col=x&sort=~&zoom=5~1&smooth=magic:9&per=99&x=moon')).toEqual({
      ...defaultRuns,
      columns: [],
      charts: { ...defaultRuns.charts, columns: 6 },
    });
  });

  it("understands Neptune's own", () => {
    const old = parseRuns(
      '?viewId=standard-view&dash=charts&type=run&compare=auto-7&experimentsOnly=false&sortBy=%5B%22sys%2Fid%22%5D' +
        '&sortDirection=%5B%22ascending%22%5D&query=',
    );
    expect(old.tab).toBe('charts');
    expect(old.mode).toBe('runs');
    expect(old.visible).toEqual({ kind: 'first', count: 7 });
    expect(old.viewId).toBe('standard-view');
    expect(old.sorts).toMatchObject([{ path: 'sys/id', descending: false }]);
  });
});

describe('an address of before', () => {
  it.each(oldRunsAddresses)('means the same: $name', ({ address, view: then }) => {
    expect(parseRuns(address)).toEqual(then);
    expect(parseRuns(printRuns(then))).toEqual(then);
  });

  it.each(oldRunAddresses)('of a run means the same', ({ address, view: then }) => {
    expect(parseRun(address)).toEqual(then);
  });
});

describe('the address of a run', () => {
  it('reads back what it prints', () => {
    const run = fc.record({
      tab: fc.constantFrom(
        'overview' as const,
        'attributes' as const,
        'charts' as const,
        'logs' as const,
        'files' as const,
        'dashboards' as const,
      ),
      filter: fc.string(),
      attribute: fc.option(path),
      lineageBy: fc.constantFrom(...lineageBys),
      charts,
      board: fc.option(path),
      variables,
    });
    fc.assert(
      fc.property(run, (one) => {
        expect(parseRun(printRun(one))).toEqual(one);
      }),
    );
    expect(printRun(defaultRun)).toBe('');
    expect(parseRun('?detailsTab=charts').tab).toBe('charts');
    expect(parseRun('').charts.settings).toEqual(defaultSettings);
  });
});
