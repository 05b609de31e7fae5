import { expect, it } from 'vitest';

import type { ReportContent } from '../../api/reports';
import { newSection, newWidget, withOptions } from '../options';
import { addSection, addWidgets, setName } from '../edit';
import { emptyBoard, newSectionId, type Board } from '../board';
import { noRuns, readRuns, runsQuery, withRuns } from './runGroups';
import { contentOfReport, readReport, reportOfContent, writeReport } from './reportWire';

const group = {
  id: '0198c7a2-53f0-7000-8000-000000000002',
  name: 'best',
  projectId: '0198c7a2-53f0-7000-8000-00000000000f',
  runMemberKeys: ['base'],
  experimentMemberKeys: ['wide net'],
  showOnlySelectedRuns: false,
  viewParams: { columnList: { columns: [] }, sortOptions: {}, query: 'a' },
  newer: 1,
};

/** As Neptune's own app wrote it: two columns of cells, and things that we do not know. */
const foreign = {
  reportName: 'Weekly',
  globalConfig: { chartsConfig: { smoothing: 3 }, inheritRunColorFromGroup: true, runsLineage: false },
  nodes: [
    {
      id: '0198c7a2-53f0-7000-8000-000000000001',
      type: 'grid',
      name: 'Loss',
      gridProperties: {
        runGroups: [group],
        selectedRunGroups: [group.id],
        openRunGroups: [],
        widgets: [
          { id: 'b', type: 'textNode', freeText: 'after' },
          { id: 'a', type: 'chart', attributes: [{ name: 'loss', type: 'floatSeries' }], odd: [1] },
        ],
        widgetLayouts: [
          { id: 'a', x: 0, y: 0, w: 1, h: 5, isStatic: true },
          { id: 'b', x: 1, y: 0, w: 1, h: 5 },
        ],
        layoutSettings: { mode: 'CUSTOM', config: { gridMode: { columnsCount: '2' } } },
        chartsConfig: { smoothing: 5 },
        colorsConfig: {},
        presetColors: ['#123456'],
        inheritRunColorFromGroup: false,
        runsLineage: true,
        isRunTableCollapsed: false,
        isSectionCollapsed: true,
      },
    },
  ],
  runAliases: [{ projectId: group.projectId, aliases: [{ originalId: 'base', nameAlias: 'Base' }] }],
  unknown: { kept: true },
} as unknown as ReportContent;

it('reads a report of Neptune’s app and writes back all that it says', () => {
  const board = readReport(foreign);
  expect(board.sections[0]!.head).toMatchObject({ name: 'Loss', options: { collapsed: true } });
  expect(board.sections[0]!.widgets.map(({ id, cell }) => [id, cell.x, cell.w])).toEqual([
    ['a', 0, 12],
    ['b', 12, 12],
  ]);
  const written = reportOfContent(contentOfReport(foreign));
  const grid = written.nodes[0]!.gridProperties!;
  const before = foreign.nodes[0]!.gridProperties!;
  expect(written).toMatchObject({
    ...foreign,
    nodes: [{ ...foreign.nodes[0], gridProperties: { runGroups: before.runGroups, presetColors: ['#123456'] } }],
  });
  expect(grid.chartsConfig).toEqual({ smoothing: 5 });
  expect(grid.isSectionCollapsed).toBe(true);
  expect(grid.widgets).toEqual([before.widgets[1], before.widgets[0]]);
  expect(grid.widgetLayouts).toEqual([
    { id: 'a', x: 0, y: 0, w: 12, h: 5, isStatic: true },
    { id: 'b', x: 12, y: 0, w: 12, h: 5 },
  ]);
  // What is written is read as the same again.
  expect(reportOfContent(contentOfReport(written))).toEqual(written);
});

it('keeps sections, texts above them, and their runs', () => {
  const head = withRuns(withOptions(newSection(), { settings: { smoothing: 0.5 } }), {
    ...noRuns,
    kind: 'first',
    query: '`lr`:float > 1',
    count: 7,
  });
  const edits = [
    setName('Mine'),
    addWidgets('', [{ dto: newWidget('t', 'text'), w: 24, h: 4 }]),
    addSection(head, undefined),
    addWidgets(head.id, [{ dto: newWidget('c', 'line'), w: 8, h: 7 }]),
  ];
  const board = edits.reduce<Board>((now, edit) => edit(now), emptyBoard);
  const read = readReport(writeReport(board));
  expect(read.name).toBe('Mine');
  expect(read.sections.map(({ id, widgets }) => [id, widgets.map((one) => one.id)])).toEqual([
    ['', ['t']],
    [head.id, ['c']],
  ]);
  expect(read.sections[1]!.head!.options).toMatchObject({ settings: { smoothing: 0.5 } });
  expect(readRuns(read.sections[1]!.head)).toEqual({
    ...noRuns,
    kind: 'first',
    query: '`lr`:float > 1',
    count: 7,
  });
});

it('keeps the moment at which runs are frozen, and what else a group says', () => {
  const frozen = { moment: 'abc', time: '2026-12-01T00:00:00Z' };
  const [theirs] = readReport(foreign).sections;
  const head = withOptions(theirs!.head!, { runGroups: [{ ...group, extra: { mine: 1 } }] });
  const runs = { ...noRuns, names: ['LLM-1'], frozen };
  const frozenHead = withRuns(head, runs);
  expect(readRuns(frozenHead)).toEqual({ ...runs, query: readRuns(frozenHead)!.query });
  expect(frozenHead.options!.runGroups).toMatchObject([{ extra: { mine: 1, frozen } }]);
  const thawed = withRuns(frozenHead, { ...runs, kind: 'first' });
  expect(readRuns(thawed)!.frozen).toBeNull();
  expect(thawed.options!.runGroups).toMatchObject([{ extra: { mine: 1 } }]);
});

it('names runs by either id, and experiments by their newest run', () => {
  const runs = readRuns(readReport(foreign).sections[0]!.head)!;
  expect(runs).toMatchObject({ kind: 'these', project: group.projectId, names: ['base', 'wide net'] });
  expect(runsQuery({ ...runs, names: ['a"b'] })).toBe(
    '(`sys/custom_run_id`:string == "a\\"b") OR (`sys/id`:string == "a\\"b") OR ' +
      '((`sys/name`:string == "a\\"b") AND (`sys/experiment/is_head`:bool = true))',
  );
});

it('makes ids of sections that are UUIDs', () => {
  expect(newSectionId()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});
