import { Select, useComputedColorScheme } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';

import { fetchHistograms } from '../../api/histograms';
import { Link } from '../../components/Link';
import { Name } from '../../components/Name';
import { EmptyState, ErrorState, Loading } from '../../components/States';
import { liveKey } from '../../data/live';
import { asFormula, formula, usesBaseline } from '../../model/chart';
import type { ChartRun } from '../../model/chartRun';
import { colorOf } from '../../model/color';
import { formatNumber, plural } from '../../model/format';
import { runPath } from '../../url/route';
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

/** The histograms of one series, a picture for each run. */
export function HistogramsView(props: BoardWidgetProps) {
  const { project, runs, baseline, dto, width, height } = props;
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
  const label = spread ?? series ?? '';
  const columns = Math.max(1, Math.min(shown.length, Math.floor(width / columnWidth)));
  const rows = Math.ceil(shown.length / columns);
  const each = Math.max(150, Math.floor((height - 12 - (names.length > 1 ? pickerHeight : 0)) / rows) - 8);
  return (
    <div
      className={classes.pictures}
      style={{ gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))` }}
      tabIndex={0}
      aria-label={label}
    >
      {spread === null && names.length > 1 && (
        <Select
          aria-label="Series"
          className={classes.across!}
          searchable
          allowDeselect={false}
          data={names}
          value={series}
          onChange={setPicked}
        />
      )}
      {shown.map((run) => (
        <RunHistograms
          key={run.id}
          project={project}
          run={run}
          formula={shownFormula}
          // Others need no other histograms when another run becomes the baseline.
          baseline={usesBaseline({ formula: shownFormula }) ? baseline : null}
          shape={readShape(dto.options?.shape)}
          height={each - headHeight - footHeight}
        />
      ))}
      {runs.length > runsMax && (
        <span className={classes.of}>
          The first {runsMax} of {plural(runs.length, 'run')}.
        </span>
      )}
    </div>
  );
}

interface RunHistogramsProps {
  project: string;
  run: ChartRun;
  formula: string;
  baseline: string | null;
  shape: HistogramShape;
  height: number;
}

function RunHistograms({ project, run, formula, baseline, shape, height }: RunHistogramsProps) {
  const scheme = useComputedColorScheme('light');
  const histograms = useQuery({
    queryKey: [...liveKey(project), 'histograms', run.id, formula, baseline, bucketsMax],
    queryFn: ({ signal }) =>
      fetchHistograms({ project, run: run.id, formula, baseline, bucketsMax, binsMax }, signal),
  });
  const [chosen, setChosen] = useState<number | null>(null);
  const { points = [], missing = null } = histograms.data ?? {};
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
