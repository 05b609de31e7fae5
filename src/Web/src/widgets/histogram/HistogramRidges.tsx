import { useComputedColorScheme } from '@mantine/core';
import { useMemo } from 'react';

import type { HistogramAt } from '../../api/histograms';
import { ridgesOf } from '../../charts/draw/ridges';
import { heatColor } from '../../model/color';
import { formatApart, formatShort } from '../../model/format';
import { ticks } from '../../model/ticks';
import classes from './HistogramView.module.css';

export interface HistogramRidgesProps {
  points: readonly HistogramAt[];
  chosen: number;
  choose: (index: number) => void;
}

const width = 800;
const height = 320;
const axisWidth = 52;
const axisHeight = 18;
const ridgesMax = 28;
/** How many of the ridges behind it a ridge may overlap. */
const overlap = 3.2;

/** A curve for each histogram, the first at the back. */
export function HistogramRidges({ points, chosen, choose }: HistogramRidgesProps) {
  const scheme = useComputedColorScheme('light');
  const { ridges, low, high } = useMemo(() => ridgesOf(points, ridgesMax, width - axisWidth), [points]);
  const spacing = (height - axisHeight - 10) / (ridges.length - 1 + overlap);
  const lift = spacing * overlap;
  const base = (at: number) => 10 + lift + at * spacing;
  const nearest = ridges.reduce((best, ridge, at) => (ridge.index <= chosen ? at : best), 0);
  const few = ticks([low, high], false, 8);
  // Of neighboring numbers all digits are needed, which have room at few places.
  const isLong = formatApart(few, formatShort).some(({ length }) => length > 9);
  const marks = isLong ? [low, high] : few;
  const labels = formatApart(marks, formatShort);
  return (
    <svg
      className={classes.ridges}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label="Histograms over steps, the first at the back"
      onPointerMove={(event) => {
        const box = event.currentTarget.getBoundingClientRect();
        const top = ((event.clientY - box.top) / box.height) * height;
        const at = Math.round((top - base(0)) / spacing);
        choose(ridges[Math.min(ridges.length - 1, Math.max(0, at))]!.index);
      }}
    >
      {ridges.map((ridge, at) => (
        <g key={ridge.index}>
          <path
            d={outline(ridge.heights, base(at), lift)}
            stroke={heatColor(0.45 + (0.5 * at) / ridges.length, scheme)}
            data-chosen={at === nearest}
          />
          {at % 4 === 0 && (
            <text x={axisWidth - 6} y={base(at)} textAnchor="end">
              {formatShort(points[ridge.index]!.step)}
            </text>
          )}
        </g>
      ))}
      {marks.map((value, at) => (
        <text
          key={value}
          x={axisWidth + ((value - low) / (high - low)) * (width - axisWidth)}
          y={height - 4}
          textAnchor={isLong ? (at === 0 ? 'start' : 'end') : 'middle'}
        >
          {labels[at]}
        </text>
      ))}
    </svg>
  );
}

function outline(heights: Float64Array, base: number, lift: number): string {
  const step = (width - axisWidth) / heights.length;
  let path = `M${axisWidth} ${base}`;
  heights.forEach((share, at) => {
    path += `L${(axisWidth + (at + 0.5) * step).toFixed(1)} ${(base - share * lift).toFixed(1)}`;
  });
  return `${path}L${width} ${base}`;
}
