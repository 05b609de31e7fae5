import { SegmentedControl, Slider, useComputedColorScheme } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';

import { fetchHistograms, type HistogramAt } from '../../api/histograms';
import { heatGrid } from '../../charts/draw/heat';
import { EmptyState, ErrorState, Loading } from '../../components/States';
import { useAsOf } from '../../data/asOf';
import { liveKey } from '../../data/live';
import { formula } from '../../model/chart';
import { heatColor } from '../../model/color';
import { formatApart, formatNumber, formatShort, plural } from '../../model/format';
import { ticks } from '../../model/ticks';
import type { SeriesPlace } from '../logs/useLog';
import { HistogramRidges } from './HistogramRidges';
import classes from './HistogramView.module.css';

const bucketsMax = 400;
const binsMax = 100;
const mapHeight = 260;
const rows = 80;

/** Histograms over steps: all of them as a heat map or as ridges, and the chosen one as bars. */
export function HistogramView(place: SeriesPlace) {
  const asOf = useAsOf();
  const histograms = useQuery({
    queryKey: [...liveKey(place.project), 'histograms', place.run, place.attribute, asOf],
    queryFn: ({ signal }) => fetchHistograms(
        { project: place.project, run: place.run, formula: formula(place.attribute), bucketsMax, binsMax, asOf },
        signal,
      ),
  });
  const [chosen, setChosen] = useState<number | null>(null);
  const [shape, setShape] = useState('map');
  const points = histograms.data?.points;
  if (histograms.isPending) return <Loading label="Loading histograms" />;
  if (points === undefined) {
    return (
      <ErrorState
        what="The histograms could not be loaded"
        error={histograms.error}
        retry={() => void histograms.refetch()}
      />
    );
  }
  if (points.length === 0) return <EmptyState title="No histograms yet" />;
  const index = Math.min(chosen ?? points.length - 1, points.length - 1);
  return (
    <div className={classes.view}>
      <SegmentedControl
        size="xs"
        aria-label="Shape"
        className={classes.shape!}
        value={shape}
        onChange={setShape}
        data={[
          { value: 'map', label: 'Heat map' },
          { value: 'ridges', label: 'Ridges' },
        ]}
      />
      {shape === 'map' ? (
        <HeatMap points={points} chosen={index} choose={setChosen} />
      ) : (
        <HistogramRidges points={points} chosen={index} choose={setChosen} />
      )}
      <div className={classes.slider}>
        <Slider
          size="sm"
          min={0}
          max={Math.max(1, points.length - 1)}
          value={index}
          onChange={setChosen}
          label={null}
          thumbLabel="Step"
          disabled={points.length < 2}
        />
        <span className="number">step {formatNumber(points[index]!.step)}</span>
        <span className={classes.count}>
          {plural(points.reduce((sum, point) => sum + point.count, 0), 'histogram')}
          {points[index]!.count > 1 && `; here the mean of ${points[index]!.count}`}
        </span>
      </div>
      <HistogramBars point={points[index]!} />
    </div>
  );
}

export interface HeatMapProps {
  points: readonly HistogramAt[];
  chosen: number;
  choose: (index: number) => void;
  /** In pixels. */
  height?: number;
}

const axisWidthMin = 52;
/** About a digit of the axis. */
const digitWidth = 7;

/** Histograms over steps, darker where there is more. */
export function HeatMap({ points, chosen, choose, height = mapHeight }: HeatMapProps) {
  const { ref, width } = useElementSize();
  const canvas = useRef<HTMLCanvasElement>(null);
  const scheme = useComputedColorScheme('light');
  const columns = Math.max(1, Math.min(points.length, Math.floor((width - axisWidthMin) / 2)));
  const grid = useMemo(() => heatGrid(points, columns, rows), [points, columns]);
  const marks = ticks([grid.low, grid.high], false, 6);
  const labels = formatApart(marks, formatShort);
  const axisWidth = Math.max(axisWidthMin, 10 + digitWidth * Math.max(0, ...labels.map(({ length }) => length)));
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    for (let column = 0; column < grid.columns; column++) {
      for (let row = 0; row < rows; row++) {
        const share = grid.cells[column * rows + row]!;
        // The root lets thin tails be seen beside a high peak.
        context.fillStyle = heatColor(Number.isFinite(share) ? Math.sqrt(share / (grid.top || 1)) : 0, scheme);
        context.fillRect(column, rows - 1 - row, 1, 1);
      }
    }
  }, [grid, scheme]);
  const first = points[0]!.step;
  const span = points.at(-1)!.step - first || 1;
  const at = (points[chosen]!.step - first) / span;
  const nearest = (share: number) => {
    const step = first + share * span;
    return points.reduce(
      (best, point, i) => (Math.abs(point.step - step) < Math.abs(points[best]!.step - step) ? i : best),
      0,
    );
  };
  return (
    <div ref={ref} className={classes.map} style={{ height }}>
      <div className={classes.yAxis} style={{ width: axisWidth }}>
        {marks.map((value, at) => (
          <span key={value} style={{ bottom: `${((value - grid.low) / (grid.high - grid.low)) * 100}%` }}>
            {labels[at]}
          </span>
        ))}
      </div>
      <div
        className={classes.field}
        onPointerMove={(event) => {
          const box = event.currentTarget.getBoundingClientRect();
          choose(nearest((event.clientX - box.left) / box.width));
        }}
      >
        <canvas
          ref={canvas}
          width={columns}
          height={rows}
          role="img"
          aria-label="Histograms over steps, darker is more"
        />
        <div className={classes.mark} style={{ left: `${at * 100}%` }} />
      </div>
      <div className={classes.xAxis} style={{ left: axisWidth }}>
        {ticks([first, first + span], false, 8).map((step) => (
          <span key={step} style={{ left: `${((step - first) / span) * 100}%` }}>
            {formatShort(step)}
          </span>
        ))}
      </div>
    </div>
  );
}

const edgeMax = Number.MAX_VALUE / 2;
const barsWidth = 800;
const barsHeight = 180;

/** One histogram. */
export function HistogramBars({ point }: { point: HistogramAt }) {
  const { edges, values, type } = point.histogram;
  const finite = edges.filter(Number.isFinite);
  const names = formatApart(edges);
  // Between the largest numbers of both signs there is no number of that length.
  const low = Math.max(-edgeMax, Math.min(...finite));
  const span = Math.min(edgeMax, Math.max(...finite)) - low || 1;
  const top = Math.max(...values.filter(Number.isFinite), 0) || 1;
  const place = (edge: number) => ((Math.min(Math.max(edge, low), low + span) - low) / span) * barsWidth;
  return (
    <figure className={classes.bars}>
      <svg
        viewBox={`0 0 ${barsWidth} ${barsHeight}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`Histogram at step ${point.step}`}
      >
        {values.map((value, bin) => {
          const left = place(edges[bin]!);
          const height = (value / top) * barsHeight;
          return (
            <rect
              key={bin}
              x={left}
              y={barsHeight - height}
              width={Math.max(0.5, place(edges[bin + 1]!) - left - 0.6)}
              height={height}
            >
              <title>
                {`${names[bin]} to ${names[bin + 1]}: ${formatNumber(value)}`}
              </title>
            </rect>
          );
        })}
      </svg>
      <figcaption>
        <span>{names[edges.indexOf(Math.min(...finite))]}</span>
        <span>
          {type === 'COUNTING' ? 'counts' : 'densities'}, up to {formatNumber(top)}
        </span>
        <span>{names[edges.indexOf(Math.max(...finite))]}</span>
      </figcaption>
    </figure>
  );
}
