import type { HistoryMode } from '../model/change';
import type { ChartRun } from '../model/chartRun';
import type { Field } from '../model/field';

/** What a widget is given: it knows runs and what it shows of them, and nothing of the page that it is on. */
export interface WidgetProps<Spec> {
  project: string;
  runs: readonly ChartRun[];
  /** sys/id of the run that others are compared with, which formulas mean by `baseline()`. */
  baseline?: string | null;
  spec: Spec;
  /** Metrics to draw before anybody chose, the likeliest first; none: the widget asks which there are. */
  results?: readonly Field[];
  /** Changes the spec. Without it the widget has no controls. */
  onChange?: (part: Partial<Spec>, how?: HistoryMode) => void;
  /** Without its tool bar: what that sets is set elsewhere. */
  isBare?: boolean;
  /** Makes these the only runs of the page, where that can be done. */
  onRuns?: (runs: readonly string[]) => void;
}
