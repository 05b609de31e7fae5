import { Portal, useComputedColorScheme } from '@mantine/core';
import { memo, useCallback, useEffect, useMemo, useState } from 'react';

import { useRunFacts } from '../data/useRunFacts';
import { chartOf } from '../model/chart';
import { axisKey, type ChartSettings } from '../model/chartSettings';
import { settingsOf, withYZoom, type ChartsView } from '../model/chartsView';
import type { Scheme } from '../model/color';
import { explain } from '../model/errors';
import classes from './ChartCard.module.css';
import type { ChartCardProps } from './chartCardProps';
import { ChartHead, headHeight } from './ChartHead';
import { Legend, legendWidth } from './Legend';
import { chartLines } from './lines/chartLines';
import { bucketsFor, useLines } from './lines/useLines';
import { LineChart, type Pointed, type Zoom } from './plot/LineChart';

/** Cards that scrolling only passes by fetch nothing. */
const restMs = 70;

/** One chart: its head, lines and legend. It fetches for as long as it is on the page. */
export const ChartCard = memo(function ChartCard(props: ChartCardProps) {
  const { project, attribute, runs, experiments, view, change, width, height, isFull = false } = props;
  const [pointed, setPointed] = useState<Pointed | null>(null);
  const [isPinned, setPinned] = useState(isFull);
  const scheme = useComputedColorScheme('light');
  const settings = useMemo(() => settingsOf(view, attribute), [view, attribute]);
  const { own } = view;
  const chart = useMemo(() => chartOf(attribute, own), [attribute, own]);
  const zoom = axisKey(settings) === axisKey(view.settings) ? view.zoom : null;
  const legendSpace = isFull && isPinned ? legendWidth(view.legend) : 0;
  const plotWidth = Math.max(100, width - 2 - legendSpace);
  const lines = useChartLines(props, chart.formulas, settings, zoom, plotWidth);
  const facts = useRunFacts(project, runs, view.legend);
  const answer = lines.data;
  const linesIn = useCallback(
    (on: Scheme) =>
      answer === undefined ? [] : chartLines({ chart, runs, answer, settings, scheme: on, facts, experiments }),
    [chart, answer, runs, settings, facts, experiments],
  );
  const data = useMemo(() => linesIn(scheme), [linesIn, scheme]);
  const kept = view.yZooms[attribute] ?? null;
  // What is not above zero has no place on a logarithmic axis.
  const yZoom = kept !== null && settings.yLog && kept[0] <= 0 ? null : kept;
  const plotHeight = height - headHeight - 2;
  // Every move of the pointer renders the card for its legend: head and plot must not notice.
  const onZoom = useCallback(
    ({ x, y }: Zoom) =>
      change((now) => {
        const next = x === undefined ? now : { ...now, zoom: x };
        return y === undefined ? next : withYZoom(next, attribute, y);
      }),
    [change, attribute],
  );
  const onPin = useCallback(() => setPinned((now) => !now), []);
  const legend = { lines: data, settings, facts, columns: view.legend, pointed };
  return (
    <section className={classes.card} style={{ width, height }} aria-label={chart.title}>
      <ChartHead
        {...props}
        chart={chart}
        settings={settings}
        linesIn={linesIn}
        zoom={zoom}
        yZoom={yZoom}
        onZoom={onZoom}
      />
      <div className={classes.plot} data-stale={lines.isPlaceholderData || (lines.isPending && data.length === 0)}>
        {data.length > 0 ? (
          <LineChart
            label={chart.title}
            lines={data}
            settings={settings}
            zoom={zoom}
            yZoom={yZoom}
            width={plotWidth}
            height={plotHeight}
            scheme={scheme}
            onPoint={setPointed}
            onZoom={onZoom}
            onPin={onPin}
          />
        ) : (
          <div className={classes.note} role="status">
            {lines.isError
              ? explain(lines.error)
              : lines.isPending
                ? ''
                : zoom === null
                  ? 'No points'
                  : 'No points in this range'}
          </div>
        )}
        {data.length > 0 && isPinned && (
          <div className={classes.legend} style={{ maxHeight: plotHeight - 8 }}>
            <Legend {...legend} isPinned unpin={() => setPinned(false)} />
          </div>
        )}
        {data.length > 0 && !isPinned && pointed !== null && (
          <Portal>
            <div className={classes.floating} style={besidePointer(pointed, legendWidth(view.legend))}>
              <Legend {...legend} isPinned={false} />
            </div>
          </Portal>
        )}
      </div>
    </section>
  );
});

function useChartLines(
  props: ChartCardProps,
  formulas: readonly string[],
  settings: ChartSettings,
  zoom: ChartsView['zoom'],
  plotWidth: number,
) {
  const { project, runs, experiments } = props;
  const { x, xMetric, xLog, previews, inherited, raw } = settings;
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
      bucketsMax: bucketsFor(plotWidth, runs.length * formulas.length, raw),
      previews,
      inherited,
      experiments,
    }),
    [project, formulas, runs, x, xMetric, xLog, zoom, plotWidth, previews, inherited, experiments, raw],
  );
  return useLines(request, useRested(restMs));
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

const legendHeight = 250;

/** On the side of the pointer with room, within the window. */
function besidePointer({ left, top }: Pointed, room: number) {
  const isRight = left + room + 20 < window.innerWidth;
  return {
    ...(isRight ? { left: left + 16 } : { right: window.innerWidth - left + 16 }),
    top: Math.max(8, Math.min(top - 20, window.innerHeight - legendHeight)),
  };
}
