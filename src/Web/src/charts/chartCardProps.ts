import type { Change } from '../model/change';
import type { ChartRun } from '../model/chartRun';
import type { ChartsView } from '../model/chartsView';

export interface ChartCardProps {
  project: string;
  /** The path of the metric, or the key of an own chart. */
  attribute: string;
  /** What the card is called: the name without what the section says already. */
  title: string;
  runs: readonly ChartRun[];
  experiments: boolean;
  view: ChartsView;
  change: Change<ChartsView>;
  width: number;
  height: number;
  isFull?: boolean;
}
