import { useEffect, useMemo, useState } from 'react';

import { useAsOf } from '../../data/asOf';
import { usesBaseline, type ChartSpec } from '../../model/chart';
import { planOf } from '../../model/chartPlan';
import type { ChartRun } from '../../model/chartRun';
import type { ChartSettings } from '../../model/chartSettings';
import type { Range } from '../../model/range';
import { showsDeviations } from './deviations';
import { bucketsFor, useLines } from './useLines';

export interface ChartLinesQuery {
  project: string;
  chart: ChartSpec;
  runs: readonly ChartRun[];
  experiments: boolean;
  /** The run that formulas compare with. */
  baseline?: string | null;
  settings: ChartSettings;
  zoom: Range | null;
  /** Of the plot, in pixels. */
  width: number;
}

/** Cards that scrolling only passes by fetch nothing. */
const restMs = 70;

/** The lines that a chart of this width shows. */
export function useChartLines(query: ChartLinesQuery) {
  const { project, chart, runs, experiments, settings, zoom, width } = query;
  // Other charts need no other lines when another run becomes the baseline.
  const baseline = needsBaseline(chart, settings) ? (query.baseline ?? null) : null;
  const formulas = useMemo(() => planOf(chart.lines).formulas, [chart]);
  const { x, xMetric, xLog, previews, inherited, raw } = settings;
  const std = showsDeviations(chart, settings);
  const asOf = useAsOf();
  const request = useMemo(
    () => ({
      project,
      formulas,
      runs: runs.map((run) => run.id),
      x: x === 'metric' && xMetric === '' ? ('step' as const) : x,
      xMetric,
      xLog,
      from: zoom?.[0] ?? null,
      to: zoom?.[1] ?? null,
      bucketsMax: bucketsFor(width, runs.length * formulas.length, raw),
      previews,
      inherited,
      std,
      experiments,
      baseline,
      asOf,
    }),
    [project, formulas, runs, x, xMetric, xLog, zoom, width, previews, inherited, std, experiments, raw, baseline,
      asOf],
  );
  return useLines(request, useRested(restMs));
}

/** Whether what is drawn, or what lies along x, compares with the baseline run by itself. */
export function needsBaseline({ lines }: ChartSpec, { x, xMetric }: Pick<ChartSettings, 'x' | 'xMetric'>): boolean {
  return lines.some(usesBaseline) || (x === 'metric' && usesBaseline({ formula: xMetric }));
}

/** Whether this much time has passed since the component came on the page. */
function useRested(milliseconds: number): boolean {
  const [isRested, setRested] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setRested(true), milliseconds);
    return () => clearTimeout(timer);
  }, [milliseconds]);
  return isRested;
}
