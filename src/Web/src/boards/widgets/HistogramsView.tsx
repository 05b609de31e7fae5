import { Select, useComputedColorScheme } from '@mantine/core';
import { useQueries, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';

import { fetchHistograms, type HistogramAt } from '../../api/histograms';
import { useExported } from '../../components/exported';
import { Link } from '../../components/Link';
import { Name } from '../../components/Name';
import { EmptyState, ErrorState, Loading } from '../../components/States';
import { useAsOf } from '../../data/asOf';
import { liveKey } from '../../data/live';
import { asFormula, formula, usesBaseline } from '../../model/chart';
import type { ChartRun } from '../../model/chartRun';
import { colorOf } from '../../model/color';
import { formatNumber, plural } from '../../model/format';
import { runPath } from '../../url/route';
import { HistogramOverlay, HistogramPercentiles } from '../../widgets/histogram/HistogramsTogether';
import { HistogramRidges } from '../../widgets/histogram/HistogramRidges';
import { HeatMap, HistogramBars } from '../../widgets/histogram/HistogramView';
import classes from '../boards.module.css';
import { readMatch, readSeries, readSpread } from '../options';
import type { BoardWidgetProps } from '../widget';
import { NoRunsShown } from './compared';
import { readShape, type HistogramShape } from './series';
import { useMatchedNames } from './useMatchedNames';

const runsMax = 12;
const matchedMax = 500;
const pickerHeight = 38;
const columnWidth = 380;
const headHeight = 26;
const footHeight = 24;
const bucketsMax = 200;
const binsMax = 100;

/** The histograms of one series: a picture for each run, or all in one. */
export function HistogramsView(props: BoardWidgetProps) {
  const { project, runs, baseline, dto, width, height } = props;
  const asOf = useAsOf();
  const spread = readSpread(dto);
  const own = readSeries(dto);
  const isNamed = own !== null || spread !== null;
  const match = useMemo(() => (isNamed ? null : readMatch(dto)), [isNamed, dto]);
  const matched = useMatchedNames(props, 'histogramSeries', match, matchedMax);
  const { names = [] } = matched;
  const [picked, setPicked] = useState<string | null>(null);
  const series = own ?? (picked !== null && names.includes(picked) ? picked : (names[0] ?? null));
  const shown = runs.slice(0, runsMax);
  if (runs.length === 0) return <NoRunsShown />;
  if (matched.error !== null) return <ErrorState what="The histograms could not be listed" error={matched.error} />;
  if (series === null && match !== null) {
    if (matched.names === undefined) return <Loading label="Looking for histograms" />;
    return <EmptyState title="These runs have no such histograms" />;
  }
  const shownFormula = spread === null ? (series === null ? '' : formula(series)) : spread.trim() && asFormula(spread);
  if (shownFormula === '') {
    return <EmptyState title="No series yet">Open the settings of this widget to choose histograms.</EmptyState>;
  }
  const asked: Asked = {
    asOf,
    formula: shownFormula,
    // Others need no other histograms when another run becomes the baseline.
    baseline: usesBaseline({ formula: shownFormula }) ? baseline : null,
  };
  const shape = readShape(dto.options?.shape);
  const picker = spread === null && names.length > 1 && (
    <Select
      aria-label="Series"
      className={classes.across!}
      searchable
      allowDeselect={false}
      data={names}
      value={series}
      onChange={setPicked}
    />
  );
  const rest = runs.length > runsMax && (
    <span className={classes.of}>
      The first {runsMax} of {plural(runs.length, 'run')}.
    </span>
  );
  if (shape === 'overlay' || shape === 'percentiles') {
    const room = height - (picker ? pickerHeight : 0) - (rest ? footHeight : 0);
    return (
      <div className={classes.together}>
        {picker}
        <RunsTogether {...{ project, runs: shown, asked, shape, width }} height={room} />
        {rest}
      </div>
    );
  }
  const columns = Math.max(1, Math.min(shown.length, Math.floor(width / columnWidth)));
  const rows = Math.ceil(shown.length / columns);
  const each = Math.max(150, Math.floor((height - 12 - (names.length > 1 ? pickerHeight : 0)) / rows) - 8);
  return (
    <div
      className={classes.pictures}
      style={{ gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))` }}
      tabIndex={0}
      aria-label={spread ?? series ?? ''}
    >
      {picker}
      {shown.map((run) => (
        <RunHistograms
          key={run.id}
          project={project}
          run={run}
          asked={asked}
          shape={shape}
          height={each - headHeight - footHeight}
        />
      ))}
      {rest}
    </div>
  );
}

/** A series, or what a formula makes of some. */
interface Asked {
  formula: string;
  baseline: string | null;
  asOf: string | null;
}

function histogramsQuery(project: string, run: string, asked: Asked) {
  return {
    queryKey: [...liveKey(project), 'histograms', run, asked, bucketsMax],
    queryFn: ({ signal }: { signal: AbortSignal }) =>
      fetchHistograms({ project, run, ...asked, bucketsMax, binsMax }, signal),
  };
}

const binHead = ['run', 'step', 'from', 'to', 'value'];

/** The bins of each histogram: counts, or densities. */
function binRows(run: string, points: readonly HistogramAt[]) {
  return points.flatMap(({ step, histogram: { edges, values } }) =>
    values.map((value, at) => [run, step, edges[at]!, edges[at + 1]!, value]),
  );
}

interface RunsTogetherProps {
  project: string;
  runs: readonly ChartRun[];
  asked: Asked;
  shape: 'overlay' | 'percentiles';
  width: number;
  height: number;
}

const legendHeight = 30;

/** All runs in one picture. */
function RunsTogether({ project, runs, asked, shape, width, height }: RunsTogetherProps) {
  const scheme = useComputedColorScheme('light');
  const found = useQueries({ queries: runs.map(({ id }) => histogramsQuery(project, id, asked)) });
  useExported(() => ({
    head: binHead,
    rows: runs.flatMap((run, at) => binRows(run.label, found[at]!.data?.points ?? [])),
  }));
  const failed = found.find(({ error, data }) => error !== null && data === undefined);
  if (found.some(({ isPending }) => isPending)) return <Loading label="Loading histograms" />;
  if (failed) return <ErrorState what="The histograms could not be loaded" error={failed.error!} />;
  const drawn = runs.flatMap((run, at) => {
    const points = found[at]!.data?.points ?? [];
    return points.length === 0 ? [] : [{ run, label: run.label, color: colorOf(run, scheme), points }];
  });
  const missing = found.find(({ data }) => data?.missing)?.data?.missing;
  if (drawn.length === 0) return <EmptyState title={missing ?? 'No histograms of this name'} />;
  const Picture = shape === 'overlay' ? HistogramOverlay : HistogramPercentiles;
  return (
    <>
      <Picture runs={drawn} width={width} height={height - legendHeight} />
      <div className={classes.legend} tabIndex={0} role="list" aria-label="Runs">
        {drawn.map(({ run, color }) => (
          <span key={run.id} role="listitem">
            <span className={classes.dot} style={{ background: color }} />
            <Link to={runPath(project, run.id)} className="name">
              <Name>{run.label}</Name>
            </Link>
          </span>
        ))}
      </div>
    </>
  );
}

interface RunHistogramsProps {
  project: string;
  run: ChartRun;
  asked: Asked;
  shape: HistogramShape;
  height: number;
}

function RunHistograms({ project, run, asked, shape, height }: RunHistogramsProps) {
  const scheme = useComputedColorScheme('light');
  const histograms = useQuery(histogramsQuery(project, run.id, asked));
  const [chosen, setChosen] = useState<number | null>(null);
  const { points = [], missing = null } = histograms.data ?? {};
  useExported(() => ({ head: binHead, rows: binRows(run.label, points) }));
  const index = Math.min(chosen ?? points.length - 1, points.length - 1);
  return (
    <figure className={classes.picture}>
      <figcaption>
        <span className={classes.dot} style={{ background: colorOf(run, scheme) }} />
        <Link to={runPath(project, run.id)} className="name">
          <Name>{run.label}</Name>
        </Link>
        {points.length > 0 && <span className={`number ${classes.of}`}>step {formatNumber(points[index]!.step)}</span>}
      </figcaption>
      {histograms.isPending ? (
        <Loading label={`Loading histograms of ${run.label}`} />
      ) : histograms.error !== null && points.length === 0 ? (
        <ErrorState what="The histograms could not be loaded" error={histograms.error} />
      ) : points.length === 0 ? (
        <span className={classes.of}>{missing ?? 'No histograms of this name.'}</span>
      ) : shape === 'map' ? (
        <HeatMap points={points} chosen={index} choose={setChosen} height={height} />
      ) : (
        <div className={classes.drawn} style={{ height }}>
          {shape === 'ridges' ? (
            <HistogramRidges points={points} chosen={index} choose={setChosen} />
          ) : (
            <HistogramBars point={points[index]!} />
          )}
        </div>
      )}
    </figure>
  );
}
