import { useCallback, useMemo } from 'react';

import { axesSettings } from '../../model/axes';
import type { Change } from '../../model/change';
import type { ChartChange, ChartSpec } from '../../model/chart';
import type { ChartRun } from '../../model/chartRun';
import { changeChart, findChart, withChart, zoomOf, type ChartsView } from '../../model/chartsView';
import type { Directions } from '../../model/direction';
import { ChartCard } from '../ChartCard';

export interface ViewChartProps {
  project: string;
  runs: readonly ChartRun[];
  experiments: boolean;
  /** The run that lines can be drawn against. */
  baseline?: string | null | undefined;
  /** Which way metrics are better, as far as a person said it. */
  directions?: Directions | undefined;
  view: ChartsView;
  onChange: (id: string, change: ChartChange) => void;
  id: string;
  name?: string;
  width: number;
  height: number;
  isFull?: boolean;
  isStarred?: boolean;
  /** Stars the chart, or no longer; left out where charts cannot be starred. */
  onStar?: (id: string) => void;
  /** Takes a chart that is made of this one. */
  onAdd?: ((chart: ChartSpec) => void) | undefined;
}

/** A chart of a page of charts: looks up what the page says of it. */
export function ViewChart({ view, id, ...rest }: ViewChartProps) {
  const { custom, settings: common, legend } = view;
  const override = view.overrides[id];
  // Cards render again only when something of their own changes.
  const chart = useMemo(() => findChart(custom, id), [custom, id]);
  const settings = useMemo(
    () => ({ ...common, ...axesSettings(chart.axes), ...override }),
    [common, chart.axes, override],
  );
  return (
    <ChartCard
      {...rest}
      chart={chart}
      settings={settings}
      isOverridden={override !== undefined}
      isEditable={custom.includes(chart)}
      legend={legend}
      zoom={zoomOf(view, settings)}
      yZoom={view.yZooms[id] ?? null}
    />
  );
}

/** Puts a chart on the page that it was made on. */
export function useChartAdd(change: Change<ChartsView>): (chart: ChartSpec) => void {
  return useCallback((chart) => change((now) => withChart(now, chart)), [change]);
}

/** How charts change the page of charts that they are on. It stays the same, so that cards need not render again. */
export function useChartChange(change: Change<ChartsView>): ViewChartProps['onChange'] {
  return useCallback(
    (id, made) => change((now) => changeChart(now, id, made), made.kind === 'settings' ? 'replace' : 'push'),
    [change],
  );
}
