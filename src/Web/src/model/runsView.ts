import { defaultCharts, type ChartsView } from './chartsView';
import { defaultCompare, type CompareView } from './compare';
import type { VisibleRuns } from './runSet';
import { defaultTable, type TableSpec } from './table';

export type RunsTab = 'table' | 'charts' | 'compare';

/** What is looked at on the page of a project. */
export interface RunsView extends TableSpec {
  tab: RunsTab;
  /** The saved view that this one departs from; null where the address names none. */
  viewId: string | null;
  visible: VisibleRuns;
  charts: ChartsView;
  compare: CompareView;
}

/** Neptune's name of the view that a project has before anybody saved one. */
export const standardView = 'standard-view';

export const defaultRuns: RunsView = {
  ...defaultTable,
  tab: 'table',
  viewId: null,
  visible: { kind: 'first', count: 5 },
  charts: defaultCharts,
  compare: defaultCompare,
};
