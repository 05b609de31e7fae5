import { useElementSize } from '@mantine/hooks';
import { memo } from 'react';

import { navigate } from '../../browser/navigation';
import { useExported } from '../../components/exported';
import { highlight, useIsHighlighted } from '../../components/highlight';
import type { ChartRun } from '../../model/chartRun';
import { plural } from '../../model/format';
import { place, ticks, type Datum, type Scale } from '../../model/scale';
import { runPath } from '../../url/route';
import type { RunColors } from '../coloring/useRunColors';
import classes from '../widgets.module.css';

export interface ScatterAxis {
  path: string;
  /** In the order of the runs. */
  values: readonly Datum[];
  scale: Scale;
}

export interface ScatterPlotProps {
  project: string;
  runs: readonly ChartRun[];
  x: ScatterAxis;
  y: ScatterAxis;
  colors: RunColors;
}

const margin = { left: 76, right: 24, top: 18, bottom: 52 };

/** The points on their axes. A run that lacks one of the values has none. */
export function ScatterPlot({ project, runs, x, y, colors }: ScatterPlotProps) {
  const { ref, width, height } = useElementSize();
  useExported(() => ({
    head: ['run', x.path, y.path],
    rows: runs.map((run, at) => [run.label, x.values[at] ?? null, y.values[at] ?? null]),
  }));
  const inner = {
    width: Math.max(100, width - margin.left - margin.right),
    height: Math.max(80, height - margin.top - margin.bottom),
  };
  const points = runs.flatMap((run, index) => {
    const [px, py] = [place(x.scale, x.values[index] ?? null), place(y.scale, y.values[index] ?? null)];
    if (px === null || py === null) return [];
    return [{ run, index, cx: margin.left + inset(px) * inner.width, cy: margin.top + (1 - inset(py)) * inner.height }];
  });
  const lineOf = ({ path, values }: ScatterAxis, index: number) => `${path}: ${textOf(values[index] ?? null)}`;
  return (
    <div ref={ref} className={classes.plot}>
      {width > 0 && (
        <svg
          width={width}
          height={height}
          role="group"
          aria-label={`${y.path} over ${x.path}, ${plural(points.length, 'run')}`}
        >
          <Axes scaleX={x.scale} scaleY={y.scale} width={inner.width} height={inner.height} />
          <text x={margin.left + inner.width / 2} y={height - 10} textAnchor="middle" className={classes.axisName}>
            {shortened(x.path)}
          </text>
          <text
            transform={`translate(15 ${margin.top + inner.height / 2}) rotate(-90)`}
            textAnchor="middle"
            className={classes.axisName}
          >
            {shortened(y.path)}
          </text>
          {points.map(({ run, index, cx, cy }) => (
            <Point
              key={run.id}
              run={run}
              cx={cx}
              cy={cy}
              color={colors.of(index)}
              text={[run.label, lineOf(x, index), lineOf(y, index)].join('\n')}
              open={() => navigate(runPath(project, run.id))}
            />
          ))}
        </svg>
      )}
    </div>
  );
}

/** Keeps points off the frame. */
function inset(share: number): number {
  return 0.03 + 0.94 * share;
}

const nameCharsMax = 60;

function shortened(path: string): string {
  return path.length > nameCharsMax ? `…${path.slice(-nameCharsMax)}` : path;
}

function textOf(value: Datum): string {
  return value === null ? '–' : String(value).slice(0, 200);
}

interface AxesProps {
  scaleX: Scale;
  scaleY: Scale;
  width: number;
  height: number;
}

function Axes({ scaleX, scaleY, width, height }: AxesProps) {
  const across = ticks(scaleX, Math.max(2, Math.floor(width / 110)));
  const up = ticks(scaleY, Math.max(2, Math.floor(height / 60)));
  return (
    <g transform={`translate(${margin.left} ${margin.top})`}>
      {across.map(({ at, label }) => (
        <g key={`${at} ${label}`} transform={`translate(${inset(at) * width} 0)`}>
          <line y2={height} stroke="var(--line-faint)" />
          <text y={height + 16} textAnchor="middle" className={classes.tick}>
            {label.slice(0, 14)}
          </text>
        </g>
      ))}
      {up.map(({ at, label }) => (
        <g key={`${at} ${label}`} transform={`translate(0 ${(1 - inset(at)) * height})`}>
          <line x2={width} stroke="var(--line-faint)" />
          <text x={-8} dy="0.32em" textAnchor="end" className={classes.tick}>
            {label.slice(0, 9)}
          </text>
        </g>
      ))}
      <path d={`M0 0V${height}H${width}`} fill="none" stroke="var(--ink-faint)" />
    </g>
  );
}

interface PointProps {
  run: ChartRun;
  cx: number;
  cy: number;
  color: string;
  text: string;
  open: () => void;
}

const Point = memo(function Point({ run, cx, cy, color, text, open }: PointProps) {
  const isHighlighted = useIsHighlighted(run.id);
  return (
    <circle
      cx={cx}
      cy={cy}
      r={isHighlighted ? 8 : 5.5}
      fill={color}
      stroke="var(--panel)"
      strokeWidth={1.5}
      className={classes.point}
      role="link"
      aria-label={run.label}
      tabIndex={0}
      onClick={open}
      onKeyDown={(event) => {
        if (event.key === 'Enter') open();
      }}
      onMouseEnter={() => highlight.set(run.id)}
      onMouseLeave={() => highlight.set(null)}
      onFocus={() => highlight.set(run.id)}
      onBlur={() => highlight.set(null)}
    >
      <title>{text}</title>
    </circle>
  );
});
