import { defaultCharts, type ChartsView } from './chartsView';
import { defaultBoard } from './runsView';
import type { Chosen } from './chosen';

export const runTabs = [
  'overview',
  'attributes',
  'charts',
  'logs',
  'files',
  'source',
  'lineage',
  'dashboards',
] as const;
export type RunTab = (typeof runTabs)[number];

/** What the x axis of a lineage is. */
export const lineageBys = ['step', 'time'] as const;
export type LineageBy = (typeof lineageBys)[number];

/** What is looked at on the page of one run. */
export interface RunView {
  tab: RunTab;
  /** Extended regex over attribute paths. */
  filter: string;
  /** The attribute whose preview is open. */
  attribute: string | null;
  lineageBy: LineageBy;
  charts: ChartsView;
  /** The dashboard that is open, as in a project; null for the list. */
  board: string | null;
  /** What is chosen for its variables. */
  variables: Chosen;
}

export const defaultRun: RunView = {
  tab: 'overview',
  filter: '',
  attribute: null,
  lineageBy: 'step',
  charts: defaultCharts,
  board: defaultBoard,
  variables: {},
};
