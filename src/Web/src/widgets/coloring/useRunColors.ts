import { useComputedColorScheme } from '@mantine/core';

import type { Figures } from '../../data/useFigures';
import type { ChartRun } from '../../model/chartRun';
import { colorOf, heatColor } from '../../model/color';
import type { Field } from '../../model/field';
import { place, scaleOf, type Scale } from '../../model/scale';

export interface RunColors {
  of: (index: number) => string;
  /** Of the attribute that colors; null where runs have their own colors. */
  scale: Scale | null;
  at: (share: number) => string;
}

/** The color of each run: its own, or by the value of an attribute. */
export function useRunColors(runs: readonly ChartRun[], figures: Figures, colorBy: Field | null): RunColors {
  const scheme = useComputedColorScheme('light');
  // The lightest shades are for the page's ground, not for lines on it.
  const at = (share: number) => heatColor(0.25 + 0.75 * share, scheme);
  if (colorBy === null) return { of: (index) => colorOf(runs[index]!, scheme), scale: null, at };
  const values = figures.of(colorBy);
  const scale = scaleOf(values);
  return {
    of: (index) => {
      const share = place(scale, values[index] ?? null);
      return share === null ? 'var(--ink-faint)' : at(share);
    },
    scale,
    at,
  };
}
