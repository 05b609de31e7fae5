import { useState } from 'react';

import { useNow } from '../../components/useNow';
import { runVersion } from '../../data/live';
import type { ChartRun } from '../../model/chartRun';
import type { XMode } from '../../model/chartSettings';
import type { Range } from '../../model/range';
import { withoutFuture } from './future';
import type { useChartLines } from './useChartLines';

export interface SaneRangeOf {
  project: string;
  runs: readonly ChartRun[];
  /** Names what is drawn: what was found for something else says nothing. */
  axis: string;
  x: XMode;
  /** How long ago the oldest of the runs was made, in milliseconds. */
  age: number;
  /** A person chose a range. */
  isZoomed: boolean;
}

/** The part of a time axis without points far in the future, where there are such. */
export interface SaneRange {
  /** null where there are none, or where that is not known yet. */
  range: Range | null;
  /** All of the lines have to be asked for: to find such points, or to see whether they were removed. */
  isChecking: boolean;
  /** Tells what was fetched. */
  look: (fetched: ReturnType<typeof useChartLines>) => void;
}

interface Found {
  axis: string;
  range: Range;
  /** Of what the runs had logged when it was found. */
  version: number;
  at: number;
}

/** Runs that go on logging change all the time; points are removed seldom. */
const restMs = 10_000;

/**
 * Finds points far in the future once, when all of the lines are here: what is asked for then holds none any more. When
 * the runs have changed since, all of the lines are asked for again, as the points may be gone.
 */
export function useSaneRange({ project, runs, axis, x, age, isZoomed }: SaneRangeOf): SaneRange {
  const now = useNow();
  const [found, setFound] = useState<Found | null>(null);
  const known = found?.axis === axis ? found : null;
  const version = runs.reduce((sum, run) => sum + runVersion(project, run.id), 0);
  const isOld = known !== null && version !== known.version && now - known.at >= restMs;
  const isChecking = !isZoomed && (known === null || isOld);
  return {
    range: known?.range ?? null,
    isChecking,
    look: ({ data, version: of, isPlaceholderData }) => {
      if (!isChecking || data === undefined || isPlaceholderData || (known !== null && of === known.version)) return;
      const range = withoutFuture(data.lines, x, now, age);
      if (range !== null) setFound({ axis, range, version: of, at: now });
      else if (known !== null) setFound(null);
    },
  };
}
