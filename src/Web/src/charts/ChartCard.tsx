import { Portal, useComputedColorScheme } from '@mantine/core';
import { memo, useCallback, useMemo, useRef, useState } from 'react';

import { useStored } from '../browser/useStored';
import { useRunFacts, type RunFacts } from '../data/useRunFacts';
import { chartTitle, isComputed, type ChartChange, type ChartSpec } from '../model/chart';
import type { ChartRun } from '../model/chartRun';
import { axisKey, type ChartSettings } from '../model/chartSettings';
import type { Directions } from '../model/direction';
import type { Scheme } from '../model/color';
import { explain } from '../model/errors';
import type { LineData } from '../model/lineData';
import { oneOf } from '../model/oneOf';
import type { Range } from '../model/range';
import classes from './ChartCard.module.css';
import { ChartHead, headHeight } from './ChartHead';
import type { ChartLine } from './draw/scene';
import { Legend } from './Legend';
import {
  legendLayout,
  legendPlaces,
  legendWidth,
  printLegendSizes,
  readLegendSizes,
  type LegendPlace,
  type LegendSizes,
} from './legendPlace';
import { chartLines } from './lines/chartLines';
import { useChartLines } from './lines/useChartLines';
import { useMatched } from './lines/useMatched';
import { useThresholds } from './lines/useThresholds';
import { useSaneRange } from './lines/useSaneRange';
import { useChartMarks } from './marks/useChartMarks';
import { PinnedLegend } from './PinnedLegend';
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
  /** The run that lines can be drawn against; null for none. */
  baseline?: string | null | undefined;
  /** Which way metrics are better, as far as a person said it. */
  directions?: Directions | undefined;
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
  /** Takes a chart that is made of this one; left out where there is no place for it. */
  onAdd?: ((chart: ChartSpec) => void) | undefined;
  onChange: (id: string, change: ChartChange) => void;
}

/** One chart: its head, lines and legend. It fetches for as long as it is on the page. */
export const ChartCard = memo(function ChartCard(props: ChartCardProps) {
  const { project, runs, experiments, baseline = null, legend, width, height, isFull = false, onChange } = props;
  const { chart, isPending: isMatching, note: matched } = useMatched(project, props.chart, runs);
  const settings = useDrawn(props.settings, baseline);
  const [pointed, setPointed] = useState<Pointed | null>(null);
  const [isPinned, setPinned] = useState(isFull);
  const scheme = useComputedColorScheme('light');
  const title = chartTitle(props.chart);
  const [place, setPlace] = useLegendPlace();
  const [sizes, resize] = useLegendSizes();
  const facts = useRunFacts(project, runs, legend);
  const axis = `${axisKey(settings)} ${chart.id} ${runs.map((run) => run.id).join()}`;
  const isZoomed = props.zoom !== null;
  const sane = useSaneRange({ project, runs, axis, x: settings.x, age: ageOf(facts), isZoomed });
  const zoom = props.zoom ?? sane.range;
  const asked = useWithBaseline(runs, settings.relative === 'none' ? null : baseline);
  const room = { width: Math.max(100, width - 2), height: height - headHeight - 2 };
  const part = sane.isChecking ? null : zoom;
  const fetched = useChartLines({
    project,
    chart,
    runs: asked,
    experiments,
    settings,
    zoom: part,
    width: room.width,
    baseline,
  });
  sane.look(fetched);
  const answer = fetched.data;
  const thresholds = useThresholds({ project, chart, runs, baseline });
  const { levels } = thresholds;
  const marks = useChartMarks(project, runs, settings.x, scheme);
  const isWaiting = isMatching || (fetched.isPending && chart.lines.length > 0);
  const linesIn = useCallback(
    (on: Scheme) =>
      answer === undefined
        ? []
        : chartLines({ chart, runs, answer, settings, scheme: on, facts, experiments, baseline }),
    [chart, answer, runs, settings, facts, experiments, baseline],
  );
  const lines = useMemo(() => linesIn(scheme), [linesIn, scheme]);
  const missing = useMemo(() => missingIn(chart, answer?.lines ?? []), [chart, answer]);
  const layout = isPinned ? legendLayout(place, isFull, room, lines.length, legend, sizes) : null;
  // A logarithmic axis has no place for what is not above zero.
  const yZoom = props.yZoom !== null && settings.yLog && props.yZoom[0] <= 0 ? null : props.yZoom;
  // Every move of the pointer renders the card for its legend: head and plot must not notice.
  const { id } = chart;
  const onZoom = useCallback((to: Zoom) => onChange(id, { kind: 'zoom', ...to }), [onChange, id]);
  const last = useRef<number | null>(null);
  const stepAt = useCallback(() => last.current, []);
  const onPoint = useCallback((to: Pointed | null) => {
    if (to !== null) last.current = Math.max(0, Math.round(to.x));
    setPointed(to);
  }, []);
  const onPin = useCallback(() => setPinned((now) => !now), []);
  const legendProps = {
    lines,
    settings,
    facts,
    columns: legend,
    pointed,
    baseline,
    ...(props.directions === undefined ? {} : { directions: props.directions }),
  };
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
        drawn={settings}
        title={title}
        zoom={zoom}
        note={noteOf(sane.range !== null, settings, lines) ?? matched ?? missing ?? thresholds.missing}
        yZoom={yZoom}
        linesIn={linesIn}
        levels={levels}
        marks={marks}
        stepAt={stepAt}
        onZoom={onZoom}
      />
      <div className={classes.plot} data-stale={fetched.isPlaceholderData || (isWaiting && lines.length === 0)}>
        {lines.length > 0 ? (
          <LineChart
            label={title}
            lines={lines}
            settings={settings}
            zoom={zoom}
            yZoom={yZoom}
            thresholds={levels}
            marks={marks}
            axes={chart.axes}
            width={layout?.width ?? room.width}
            height={layout?.height ?? room.height}
            scheme={scheme}
            onPoint={onPoint}
            onZoom={onZoom}
            onPin={onPin}
          />
        ) : (
          <div className={classes.note} role="status">
            {fetched.isError ? explain(fetched.error) : (matched ?? (isWaiting ? '' : (missing ?? nothingIn(zoom))))}
          </div>
        )}
        {lines.length > 0 && layout !== null && (
          <PinnedLegend
            {...legendProps}
            layout={layout}
            setPlace={setPlace}
            resize={resize}
            isFull={isFull}
            unpin={() => setPinned(false)}
          />
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

/** One's own, and remembered. */
function useLegendPlace(): [LegendPlace, (place: LegendPlace) => void] {
  const [stored, store] = useStored('legend place');
  return [oneOf(legendPlaces, stored) ?? 'over', store];
}

/** Likewise. Charts that fill the screen have room of another size, but seldom another need. */
function useLegendSizes(): [LegendSizes, (part: Partial<LegendSizes>) => void] {
  const [stored, store] = useStored('legend size');
  const sizes = readLegendSizes(stored);
  return [sizes, (part) => store(printLegendSizes({ ...sizes, ...part }))];
}

/** Without a baseline lines are drawn as they are; differences have both signs, and no place on a logarithmic axis. */
function useDrawn(settings: ChartSettings, baseline: string | null): ChartSettings {
  return useMemo(() => {
    if (settings.relative === 'none') return settings;
    if (baseline === null) return { ...settings, relative: 'none' };
    return settings.relative === 'difference' && settings.yLog ? { ...settings, yLog: false } : settings;
  }, [settings, baseline]);
}

/** The runs, and the baseline if it is none of them. */
function useWithBaseline(runs: readonly ChartRun[], baseline: string | null): readonly ChartRun[] {
  return useMemo(
    () => (baseline === null || runs.some(({ id }) => id === baseline) ? runs : [...runs, { id: baseline, label: '' }]),
    [runs, baseline],
  );
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

/** Why lines of formulas have no points; null for nothing. */
function missingIn(chart: ChartSpec, lines: readonly LineData[]): string | null {
  if (!chart.lines.some(isComputed)) return null;
  const reasons = new Set(lines.flatMap(({ missing }) => missing ?? []));
  return reasons.size === 0 ? null : [...reasons].slice(0, 3).join(' ');
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
