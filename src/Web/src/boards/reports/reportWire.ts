import type { DashboardContent } from '../../api/dashboards';
import type { ReportContent, ReportGridDto, ReportNodeDto, RunGroupDto } from '../../api/reports';
import { without, withoutNulls } from '../../api/documents';
import { gridColumns, inOrder, type Board, type BoardSection } from '../board';
import { isFolded } from '../options';
import { readBoard, writeBoard } from '../wire';

/** The node of what stands above the first heading. */
const topId = '00000000-0000-4000-8000-000000000000';

const layoutSettings = { mode: 'CUSTOM', config: { gridMode: { columnsCount: String(gridColumns) } } } as const;

/** A node of a report as a section: its run groups and all that is not understood stand in the head's options. */
function readNode(node: ReportNodeDto, at: number): BoardSection {
  const { id, name = '', gridProperties } = withoutNulls(node);
  const grid = gridProperties && withoutNulls(gridProperties);
  const rest = without(node, ['id', 'name', 'gridProperties', 'type']);
  if (grid === undefined) return { id, head: { id, type: 'section', name, options: { node: rest } }, widgets: [] };
  const { widgetLayouts, isSectionCollapsed, runGroups, extra } = grid;
  const widgets = grid.widgets.map(withoutNulls);
  const board = readBoard({
    ...{ name: '', type: 'report', widgets },
    layouts: { xl: widgetLayouts, lg: [], md: [], sm: [], xs: [] },
    layoutSettings: grid.layoutSettings,
  } as DashboardContent);
  const said = (extra ?? {}) as { head?: object };
  const properties = without(grid, ['widgets', 'widgetLayouts', 'isSectionCollapsed', 'runGroups', 'layoutSettings']);
  const head = {
    ...{ type: 'section', ...said.head },
    ...{ id, name },
    options: {
      ...(said.head as { options?: object } | undefined)?.options,
      ...(isSectionCollapsed && { collapsed: true }),
      ...{ runGroups, grid: properties, node: rest },
    },
  };
  const own = board.sections.flatMap((section) => section.widgets);
  return id === topId && at === 0 ? { id: '', head: null, widgets: own } : { id, head, widgets: own };
}

/** A report as a board, whose sections bring their own runs. */
export function readReport(report: ReportContent): Board {
  const { reportName, globalConfig, nodes, extra } = report;
  const unknown = without(report, ['reportName', 'globalConfig', 'nodes', 'extra', 'metadata' as keyof ReportContent]);
  const sections = nodes.map(readNode);
  return {
    name: reportName,
    sections: sections.length > 0 ? sections : [{ id: '', head: null, widgets: [] }],
    rest: { ...unknown, type: 'report', config: globalConfig.chartsConfig, extra: { ...extra, globalConfig } },
  };
}

/** What the head of a section keeps of its node. */
interface NodeOptions {
  runGroups?: RunGroupDto[];
  grid?: Partial<ReportGridDto>;
  node?: object;
  collapsed?: boolean;
}

function writeNode({ id, head, widgets }: BoardSection): ReportNodeDto {
  const said = (head?.options ?? {}) as NodeOptions;
  const { runGroups, grid, node } = said;
  const options = without(said, ['runGroups', 'grid', 'node', 'collapsed']);
  const kept = head === null ? {} : without(head, ['id', 'name', 'options']);
  const ordered = inOrder(widgets);
  return {
    ...node,
    id: id === '' ? topId : id,
    type: 'grid',
    ...(head?.name !== undefined && { name: head.name }),
    gridProperties: {
      ...{ selectedRunGroups: [], openRunGroups: [], chartsConfig: {}, colorsConfig: {} },
      ...{ inheritRunColorFromGroup: false, runsLineage: true, isRunTableCollapsed: true },
      ...grid,
      ...(head !== null && { extra: { ...(grid?.extra as object | undefined), head: { ...kept, options } } }),
      layoutSettings,
      runGroups: runGroups ?? [],
      widgets: ordered.map(({ dto }) => dto),
      widgetLayouts: ordered.map(({ id: widget, cell, place }) => ({ ...place, id: widget, ...cell })),
      isSectionCollapsed: isFolded(head),
    },
  };
}

/** The document of a report that is shown as a board. */
export function writeReport({ name, sections, rest }: Board): ReportContent {
  const { globalConfig, ...extra } = (rest.extra ?? {}) as { globalConfig?: object };
  const unknown = without(rest, ['type', 'config', 'extra', 'layoutSettings']);
  return {
    ...unknown,
    reportName: name.trim() === '' ? 'Report' : name,
    globalConfig: {
      ...{ inheritRunColorFromGroup: false, runsLineage: true },
      ...globalConfig,
      chartsConfig: rest.config ?? {},
    },
    nodes: sections.map(writeNode),
    extra,
  };
}

/** A report in the form of dashboards, which drafts, merges and differences work on. */
export const contentOfReport = (report: ReportContent): DashboardContent => writeBoard(readReport(report));

export const reportOfContent = (content: DashboardContent): ReportContent => writeReport(readBoard(content));
