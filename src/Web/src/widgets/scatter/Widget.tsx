import { Switch } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { memo } from 'react';

import { navigate } from '../../browser/navigation';
import { highlight, useIsHighlighted } from '../../components/highlight';
import { EmptyState, ErrorState, Loading } from '../../components/States';
import { useFigures } from '../../data/useFigures';
import { useSuggestedAxes } from '../../data/useSuggestedAxes';
import type { ChartRun } from '../../model/chartRun';
import type { Column } from '../../model/column';
import type { CompareView, SetCompare } from '../../model/compare';
import { plural } from '../../model/format';
import { place, scaleOf, ticks, type Datum, type Scale } from '../../model/scale';
import type { Sort } from '../../model/table';
import { FieldSelect } from '../../pickers/FieldSelect';
import { runPath } from '../../url/route';
import { ColorBy } from '../coloring/ColorBy';
import { useRunColors } from '../coloring/useRunColors';
import classes from '../widgets.module.css';

export interface ScatterModeProps {
  project: string;
  runs: readonly ChartRun[];
  view: CompareView;
  columns: readonly Column[];
  sorts: readonly Sort[];
  set: SetCompare;
}

const margin = { left: 76, right: 24, top: 18, bottom: 52 };

/** A point for each run, by two of its values. */
export function ScatterMode({ project, runs, view, columns, sorts, set }: ScatterModeProps) {
  const { suggestion, isPending } = useSuggestedAxes(project, runs, columns, sorts, view.x === null || view.y === null);
  const x = view.x ?? suggestion.x;
  const y = view.y ?? suggestion.y;
  const fields = [x, y, view.colorBy].filter((one) => one !== null);
  const figures = useFigures(project, runs, fields);
  const colors = useRunColors(runs, figures, view.colorBy);
  const { ref, width, height } = useElementSize();
  const xs = x === null ? [] : figures.of(x);
  const ys = y === null ? [] : figures.of(y);
  const scaleX = scaleOf(xs, view.xLog);
  const scaleY = scaleOf(ys, view.yLog);
  const inner = {
    width: Math.max(100, width - margin.left - margin.right),
    height: Math.max(80, height - margin.top - margin.bottom),
  };
  const points = runs.flatMap((run, index) => {
    const [px, py] = [place(scaleX, xs[index] ?? null), place(scaleY, ys[index] ?? null)];
    if (px === null || py === null) return [];
    return [{ run, index, cx: margin.left + inset(px) * inner.width, cy: margin.top + (1 - inset(py)) * inner.height }];
  });
  return (
    <>
      <div className={classes.bar} role="toolbar" aria-label="Scatter">
        <FieldSelect project={project} label="X" value={x} set={(field) => set({ x: field })} />
        <Switch
          label="Log"
          aria-label="X axis logarithmic"
          checked={view.xLog}
          onChange={(event) => set({ xLog: event.currentTarget.checked })}
        />
        <FieldSelect project={project} label="Y" value={y} set={(field) => set({ y: field })} />
        <Switch
          label="Log"
          aria-label="Y axis logarithmic"
          checked={view.yLog}
          onChange={(event) => set({ yLog: event.currentTarget.checked })}
        />
        <ColorBy project={project} view={view} set={set} colors={colors} />
        <span className={classes.summary} role="status">
          {!figures.isPending &&
            points.length < runs.length &&
            `${plural(runs.length - points.length, 'run')} without a value`}
        </span>
      </div>
      {isPending ? (
        <Loading label="Looking for what sets the runs apart" />
      ) : x === null || y === null ? (
        <EmptyState title="Nothing to place yet">Choose an attribute for each axis.</EmptyState>
      ) : figures.error !== null ? (
        <ErrorState what="The values could not be loaded" error={figures.error} retry={figures.retry} />
      ) : figures.isPending ? (
        <Loading label="Loading values" />
      ) : points.length === 0 ? (
        <EmptyState title="None of these runs has both values">Choose other attributes, or show other runs.</EmptyState>
      ) : (
        <div ref={ref} className={classes.plot}>
          {width > 0 && (
            <svg
              width={width}
              height={height}
              role="group"
              aria-label={`${y.path} over ${x.path}, ${plural(points.length, 'run')}`}
            >
              <Axes scaleX={scaleX} scaleY={scaleY} width={inner.width} height={inner.height} />
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
                  text={[
                    run.label,
                    `${x.path}: ${textOf(xs[index] ?? null)}`,
                    `${y.path}: ${textOf(ys[index] ?? null)}`,
                  ].join('\n')}
                  open={() => navigate(runPath(project, run.id))}
                />
              ))}
            </svg>
          )}
        </div>
      )}
    </>
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
