import { isRightLog, limited, type AxesSpec } from '../../model/axes';
import type { ChartSettings } from '../../model/chartSettings';
import type { Range } from '../../model/range';
import { sharedNotation, type Notation } from '../../model/valueFormat';
import { yRange, type ChartLine } from './scene';

/** What the y axes span. */
export interface YAxes {
  left: Range;
  /** null where no line has the axis on the right. */
  right: Range | null;
}

export interface YAxesOf {
  lines: readonly ChartLine[];
  /** What the x axis spans. */
  x: Range;
  settings: ChartSettings;
  withBand: boolean;
  /** Levels that have to be in sight, on the axis on the left. */
  thresholds: readonly number[];
  /** What the chart itself says. */
  axes: AxesSpec | undefined;
}

/**
 * Each axis spans the points of its own lines, as far as the chart does not say where it ends; the left one its
 * thresholds, too.
 */
export function yAxes({ lines, x, settings, withBand, thresholds, axes }: YAxesOf): YAxes {
  const right = lines.filter(({ isRight }) => isRight);
  const left = right.length === 0 ? lines : lines.filter(({ isRight }) => !isRight);
  const onRight = { ...settings, yLog: isRightLog(settings, axes) };
  return {
    left: limited(yRange(left, x, settings, withBand, thresholds), axes?.left, settings.yLog),
    right:
      right.length === 0 ? null : limited(yRange(right, x, onRight, withBand), axes?.right, onRight.yLog),
  };
}

/** How an axis writes its marks: as all of its lines are written, and as plain numbers where these differ. */
export function axisNotation(lines: readonly ChartLine[], isRight: boolean): Notation {
  const own = lines.filter((line) => (line.isRight ?? false) === isRight);
  if (own.some(({ isShare }) => isShare)) return { unit: '%' };
  return sharedNotation(own.map(({ notation = {} }) => notation));
}
