import type { AxesSpec } from '../model/axes';
import { formulaLabel, type Threshold } from '../model/chart';
import type { ChartSettings } from '../model/chartSettings';
import type { Range } from '../model/range';
import type { StepMark } from '../model/stepMark';
import type { ChartLine } from './draw/scene';

/** A chart as files draw it. */
export interface Picture {
  title: string;
  lines: readonly ChartLine[];
  settings: ChartSettings;
  zoom: Range | null;
  yZoom: Range | null;
  thresholds?: readonly Threshold[] | undefined;
  marks?: readonly StepMark[] | undefined;
  axes?: AxesSpec | undefined;
}

/** What x is. */
export function xName({ x, xMetric, xLog }: ChartSettings): string {
  const name = {
    step: 'step',
    relative: 'time since the start',
    absolute: 'time',
    metric: formulaLabel(xMetric) || 'step',
  }[x];
  return xLog ? `${name} (log)` : name;
}
