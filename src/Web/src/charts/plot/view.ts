import uPlot from 'uplot';

import type { ChartSettings } from '../../model/chartSettings';
import type { Range } from '../../model/range';
import { projection } from '../draw/scene';
import type { Scene } from '../draw/surface';
import type { Frame } from './frame';

/** What the axes of a plot span. */
export interface View {
  x: Range;
  y: Range;
  /** Of the axis on the right: always all that its lines have. */
  right: Range | null;
}

export function rangeOf({ min, max }: uPlot.Scale): Range {
  return [min ?? 0, max ?? 1];
}

export function within({ from }: Frame, scale: uPlot.Scale): Range {
  const [low, high] = rangeOf(scale);
  return [from(low), from(high)];
}

export function sceneOf(
  { x, y, right }: View,
  settings: ChartSettings,
  isLogRight: boolean,
  width: number,
  height: number,
): Scene {
  return {
    xOf: projection(x, settings.xLog, 0, width),
    yOf: projection(y, settings.yLog, height, -height),
    ...(right === null ? {} : { yRightOf: projection(right, isLogRight, height, -height) }),
    box: { left: 0, top: 0, width, height },
    scale: uPlot.pxRatio,
    withBand: settings.band,
    withRaw: settings.smoothing !== 'none',
    isRange: settings.line === 'range',
  };
}
