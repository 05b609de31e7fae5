import { defaultCharts, type ChartsView } from './chartsView';
import { defaultCompare, type CompareView } from './compare';
import type { VisibleRuns } from './runSet';
import { defaultTable, type TableSpec } from './table';
import type { Chosen } from './chosen';

export const runsTabs = ['table', 'charts', 'compare', 'dashboards'] as const;
export type RunsTab = (typeof runsTabs)[number];

/** What is looked at on the page of a project. */
export interface RunsView extends TableSpec {
  tab: RunsTab;
  /** The saved view that this one departs from; null where the address names none. */
  viewId: string | null;
  /** The revision of the saved view that the changes began from; null where there are none to save. */
  revision: number | null;
  visible: VisibleRuns;
  charts: ChartsView;
  compare: CompareView;
  /** The dashboard that is open, as its branch; `default`: the one that the server computes; null for the list. */
  board: string | null;
  /** What is chosen for its variables. */
  variables: Chosen;
}

/** In the address in place of a dashboard: the one that is computed of what the project logs. */
export const defaultBoard = 'default';

/** Neptune's name of the view that a project has before anybody saved one. */
export const standardView = 'standard-view';

export const defaultRuns: RunsView = {
  ...defaultTable,
  tab: 'table',
  viewId: null,
  revision: null,
  visible: { kind: 'first', count: 5 },
  charts: defaultCharts,
  compare: defaultCompare,
  board: null,
  variables: {},
};

/** What a person set up. A saved view keeps it; where in it one looks (the tab, a zoom, the trash) it does not. */
export function setUpOf(view: RunsView): RunsView {
  const { charts, compare } = view;
  return {
    ...view,
    tab: defaultRuns.tab,
    trash: false,
    charts: { ...charts, zoom: null, yZooms: {}, full: null },
    compare: { ...compare, step: null },
    board: null,
    variables: {},
  };
}

/** Of a project that is shown without a saved view: what this browser opens it with the next time. */
export function rememberedOf({ mode, sorts, columns, groups, charts }: RunsView): RunsView {
  return { ...defaultRuns, mode, sorts, columns, groups, charts: { ...defaultCharts, settings: charts.settings } };
}

/** Where a browser left a project: where one looked, and what was set up without a saved view. */
export function leftAt(view: RunsView, before: RunsView): RunsView {
  const { tab, board, viewId } = view;
  return { ...(viewId === null ? rememberedOf(view) : before), tab, board };
}

/** Goes back to what a saved view keeps, without changing the tab, the zoom or the step. */
export function revertTo(saved: RunsView, now: RunsView): RunsView {
  const { zoom, yZooms, full } = now.charts;
  return {
    ...saved,
    tab: now.tab,
    viewId: now.viewId,
    charts: { ...saved.charts, zoom, yZooms, full },
    compare: { ...saved.compare, step: now.compare.step },
    board: now.board,
    variables: now.variables,
  };
}
