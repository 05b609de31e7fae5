import { Portal, useComputedColorScheme } from '@mantine/core';
import { memo, useCallback, useMemo, useState, type PointerEvent } from 'react';

import { useRunFacts, type RunFacts } from '../data/useRunFacts';
import { chartTitle, type ChartChange, type ChartSpec } from '../model/chart';
import type { ChartRun } from '../model/chartRun';
import { axisKey, type ChartSettings } from '../model/chartSettings';
import type { Scheme } from '../model/color';
import { explain } from '../model/errors';
import type { Range } from '../model/range';
import classes from './ChartCard.module.css';
import { ChartHead, headHeight } from './ChartHead';
import type { ChartLine } from './draw/scene';
import { Legend, legendWidth } from './Legend';
import { chartLines } from './lines/chartLines';
import { withoutFuture } from './lines/future';
import { useChartLines } from './lines/useChartLines';
import { LineChart } from './plot/LineChart';
import type { Pointed, Zoom } from './plot/LinePlot';

export interface ChartCardProps {
  project: string;
  chart: ChartSpec;
  /** A shorter name, where the place of the card makes the rest of the title clear; by default the title. */
  name?: string;
  runs: readonly ChartRun[];
  /** Continuous lines of experiments rather than of single runs. */
  experiments: boolean;
  /** As they hold for this chart. */
  settings: ChartSettings;
  /** Some of the settings are this chart's own. */
  isOverridden: boolean;
  /** Whether what the chart draws can be edited here. */
  isEditable: boolean;
  /** Attributes that the legend shows beside the names of runs. */
  legend: readonly string[];
  zoom: Range | null;
  yZoom: Range | null;
  width: number;
  height: number;
  isFull?: boolean;
  isStarred?: boolean;
  /** Stars the chart, or no longer; left out where charts cannot be starred. */
  onStar?: (id: string) => void;
  onChange: (id: string, change: ChartChange) => void;
}

/** One chart: its head, lines and legend. It fetches for as long as it is on the page. */
export const ChartCard = memo(function ChartCard(props: ChartCardProps) {
  const { project, chart, runs, experiments, settings, legend, width, height, isFull = false, onChange } = props;
  const [pointed, setPointed] = useState<Pointed | null>(null);
  const [isPinned, setPinned] = useState(isFull);
  const [moved, setMoved] = useState({ x: 0, y: 0 });
  const scheme = useComputedColorScheme('light');
  const title = chartTitle(chart);
  const plotWidth = Math.max(100, width - 2 - (isFull && isPinned ? legendWidth(legend) : 0));
  const plotHeight = height - headHeight - 2;
  const facts = useRunFacts(project, runs, legend);
  const [past, setPast] = useState<{ of: string; range: Range | null }>({ of: '', range: null });
  const axis = `${axisKey(settings)} ${chart.id} ${runs.map((run) => run.id).join()}`;
  const sane = past.of === axis ? past.range : null;
  const zoom = props.zoom ?? sane;
  const fetched = useChartLines({ project, chart, runs, experiments, settings, zoom, width: plotWidth });
  const answer = fetched.data;
  // Found once, when all of the lines are here: what is asked for then holds no future any more.
  if (zoom === null && answer !== undefined && !fetched.isPlaceholderData && past.of !== axis) {
    const range = withoutFuture(answer.lines, settings.x, Date.now(), ageOf(facts));
    if (range !== null) setPast({ of: axis, range });
  }
  const linesIn = useCallback(
    (on: Scheme) =>
      answer === undefined ? [] : chartLines({ chart, runs, answer, settings, scheme: on, facts, experiments }),
    [chart, answer, runs, settings, facts, experiments],
  );
  const lines = useMemo(() => linesIn(scheme), [linesIn, scheme]);
  // A logarithmic axis has no place for what is not above zero.
  const yZoom = props.yZoom !== null && settings.yLog && props.yZoom[0] <= 0 ? null : props.yZoom;
  // Every move of the pointer renders the card for its legend: head and plot must not notice.
  const { id } = chart;
  const onZoom = useCallback((to: Zoom) => onChange(id, { kind: 'zoom', ...to }), [onChange, id]);
  const onPin = useCallback(() => setPinned((now) => !now), []);
  const legendProps = { lines, settings, facts, columns: legend, pointed };
  return (
    <section
      className={classes.card}
      style={{ width, height }}
      aria-label={title}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && isPinned && !isFull) setPinned(false);
      }}
    >
      <ChartHead
        {...props}
        title={title}
        zoom={zoom}
        note={noteOf(sane !== null, settings, lines)}
        yZoom={yZoom}
        linesIn={linesIn}
        onZoom={onZoom}
      />
      <div className={classes.plot} data-stale={fetched.isPlaceholderData || (fetched.isPending && lines.length === 0)}>
        {lines.length > 0 ? (
          <LineChart
            label={title}
            lines={lines}
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
            {fetched.isError ? explain(fetched.error) : fetched.isPending ? '' : nothingIn(zoom)}
          </div>
        )}
        {lines.length > 0 && isPinned && (
          <div
            className={classes.legend}
            style={{ maxHeight: plotHeight - 8, translate: `${moved.x}px ${moved.y}px` }}
            onPointerDown={moveBy(moved, setMoved)}
          >
            <Legend {...legendProps} isPinned unpin={() => setPinned(false)} />
          </div>
        )}
        {lines.length > 0 && !isPinned && pointed !== null && (
          <Portal>
            <div className={classes.floating} style={besidePointer(pointed, legendWidth(legend))}>
              <Legend {...legendProps} isPinned={false} />
            </div>
          </Portal>
        )}
      </div>
    </section>
  );
});

/** Takes what is dragged by its head along. */
function moveBy(from: { x: number; y: number }, set: (to: { x: number; y: number }) => void) {
  return (event: PointerEvent<HTMLElement>) => {
    const head = (event.target as Element).closest('[data-handle]');
    if (head === null || (event.target as Element).closest('button') !== null) return;
    event.preventDefault();
    const start = { x: event.clientX - from.x, y: event.clientY - from.y };
    const drag = new AbortController();
    const move = (now: globalThis.PointerEvent) => set({ x: now.clientX - start.x, y: now.clientY - start.y });
    window.addEventListener('pointermove', move, { signal: drag.signal });
    for (const end of ['pointerup', 'pointercancel'] as const) {
      window.addEventListener(end, () => drag.abort(), { signal: drag.signal });
    }
  };
}

const earlyMs = 3_600_000;

/** What a reader of a time axis has to know of its points; null for nothing. */
function noteOf(hasFuture: boolean, { x }: ChartSettings, lines: readonly ChartLine[]): string | null {
  if (hasFuture) return 'Points with a time far in the future are not shown. The menu of their run removes them.';
  const early = x === 'relative' ? lines.find(({ columns }) => columns.x[0]! < -earlyMs) : undefined;
  return early === undefined
    ? null
    : `Points of “${early.label}” are from before it was created: they lie before 0. Steps compare it better.`;
}

/** How long ago the oldest of the runs was made. */
function ageOf({ attributes }: RunFacts): number {
  let age = 0;
  for (const values of attributes.values()) {
    const created = values.get('sys/creation_time');
    if (created?.type === 'datetime') age = Math.max(age, Date.now() - new Date(created.value).getTime());
  }
  return age;
}

function nothingIn(zoom: Range | null): string {
  return zoom === null ? 'No points' : 'No points in this range';
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
