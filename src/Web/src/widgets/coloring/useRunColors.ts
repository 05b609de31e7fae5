import { useComputedColorScheme } from '@mantine/core';

import type { Figures } from '../../data/useFigures';
import type { ChartRun } from '../../model/chartRun';
import { colorOf, heatColor, noValueColor, runColor } from '../../model/color';
import type { Field } from '../../model/field';
import { place, scaleOf, type Scale } from '../../model/scale';

export interface RunColors {
  of: (index: number) => string;
  /** Of the attribute that colors; null where runs have their own colors. */
  scale: Scale | null;
  at: (share: number) => string;
}

const apartMax = 18;

/** The color of each run: its own, or by the value of an attribute. */
export function useRunColors(runs: readonly ChartRun[], figures: Figures, colorBy: Field | null): RunColors {
  const scheme = useComputedColorScheme('light');
  // The lightest shades are for the page's ground, not for lines on it.
  const heat = (share: number) => heatColor(0.25 + 0.75 * share, scheme);
  if (colorBy === null) return { of: (index) => colorOf(runs[index]!, scheme), scale: null, at: heat };
  const values = figures.of(colorBy);
  const scale = scaleOf(values);
  const last = scale.kind === 'category' ? scale.values.length - 1 : 0;
  // What has no order has colors apart, as runs have; of more values than these some would look alike.
  const isApart = scale.kind === 'category' && scale.values.length <= apartMax;
  const at = (share: number) => (isApart ? runColor(`value-${Math.round(share * last) + 1}`, scheme) : heat(share));
  return {
    of: (index) => {
      const share = place(scale, values[index] ?? null);
      return share === null ? noValueColor(scheme) : at(share);
    },
    scale,
    at,
  };
}
