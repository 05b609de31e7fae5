import type { HistogramAt } from '../../api/histograms';
import { formatApart, formatNumber, formatShort } from '../../model/format';
import { ticks } from '../../model/ticks';
import type { Range } from '../../model/range';
import classes from './HistogramView.module.css';
import { outlineOf, percentilesOf } from './percentiles';

/** The histograms of one run, and how it is drawn. */
export interface RunOfHistograms {
  label: string;
  color: string;
  points: readonly HistogramAt[];
}

export interface TogetherProps {
  runs: readonly RunOfHistograms[];
  width: number;
  height: number;
}

/** The last histogram of each run over the others, each with an area of 1. */
export function HistogramOverlay({ runs, width, height }: TogetherProps) {
  const drawn = runs.map(({ points, ...run }) => {
    const at = points.at(-1)!;
    return { ...run, at, corners: outlineOf(at.histogram) };
  });
  const corners = drawn.flatMap((run) => run.corners);
  const x = spanOf(corners.map((corner) => corner.x));
  const y: Range = [0, Math.max(0, ...corners.map((corner) => corner.y)) || 1];
  return (
    <Frame x={x} y={y} width={width} height={height} xName="value" label="The last histogram of each run">
      {({ xOf, yOf }) =>
        drawn.map(({ label, color, at, corners: own }) => {
          const d = own.map((one, index) => `${index === 0 ? 'M' : 'L'}${xOf(one.x)} ${yOf(one.y)}`).join('');
          return (
            <path key={label} d={d} fill={color} fillOpacity={0.1} stroke={color} strokeWidth={1.5}>
              <title>{`${label}, step ${formatNumber(at.step)}`}</title>
            </path>
          );
        })
      }
    </Frame>
  );
}

export const shownShares = [0.05, 0.25, 0.5, 0.75, 0.95] as const;

/** Where the values of each run lie over its steps: the median, the middle half and all but a tenth. */
export function HistogramPercentiles({ runs, width, height }: TogetherProps) {
  const drawn = runs.map(({ points, ...run }) => ({
    ...run,
    at: points.flatMap(({ step, histogram }) => {
      const values = percentilesOf(histogram, shownShares);
      return values === null ? [] : [{ step, values }];
    }),
  }));
  const all = drawn.flatMap(({ at }) => at);
  const x = spanOf(all.map(({ step }) => step));
  const y = spanOf(all.flatMap(({ values }) => values));
  return (
    <Frame x={x} y={y} width={width} height={height} xName="step" label="Percentiles over steps">
      {({ xOf, yOf }) =>
        drawn.map(({ label, color, at }) => {
          const course = (share: number) => at.map(({ step, values }) => `${xOf(step)} ${yOf(values[share]!)}`);
          const band = (low: number, high: number) =>
            at.length < 2 ? '' : `M${course(low).join('L')}L${course(high).reverse().join('L')}Z`;
          return (
            <g key={label} fill={color} stroke="none">
              <path d={band(0, 4)} fillOpacity={0.1} />
              <path d={band(1, 3)} fillOpacity={0.18} />
              <path d={at.length === 0 ? '' : `M${course(2).join('L')}`} fill="none" stroke={color} strokeWidth={1.5}>
                <title>{`${label}: median, 25 to 75 and 5 to 95 %`}</title>
              </path>
              {at.length === 1 && <circle cx={xOf(at[0]!.step)} cy={yOf(at[0]!.values[2]!)} r={3} />}
            </g>
          );
        })
      }
    </Frame>
  );
}

function spanOf(values: readonly number[]): Range {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  if (values.length === 0) return [0, 1];
  if (low < high) return [low, high];
  const room = Math.abs(low) / 10 || 1;
  return [low - room, high + room];
}

interface Places {
  xOf: (value: number) => number;
  yOf: (value: number) => number;
}

interface FrameProps {
  x: Range;
  y: Range;
  width: number;
  height: number;
  xName: string;
  label: string;
  children: (places: Places) => React.ReactNode;
}

const margin = { left: 56, right: 12, top: 8, bottom: 34 };

/** Two axes around a picture. */
function Frame({ x, y, width, height, xName, label, children }: FrameProps) {
  const inner = {
    width: Math.max(40, width - margin.left - margin.right),
    height: Math.max(40, height - margin.top - margin.bottom),
  };
  const round = (value: number) => Math.round(value * 10) / 10;
  const xOf = (value: number) => round(margin.left + ((value - x[0]) / (x[1] - x[0])) * inner.width);
  const yOf = (value: number) => round(margin.top + (1 - (value - y[0]) / (y[1] - y[0])) * inner.height);
  const across = ticks(x, false, Math.max(2, Math.floor(inner.width / 90)));
  const up = ticks(y, false, Math.max(2, Math.floor(inner.height / 40)));
  const [xLabels, yLabels] = [formatApart(across, formatShort), formatApart(up, formatShort)];
  return (
    <svg className={classes.together} width={width} height={height} role="img" aria-label={label}>
      {across.map((value, at) => (
        <g key={value} transform={`translate(${xOf(value)} ${margin.top})`}>
          <line y2={inner.height} />
          <text y={inner.height + 14} textAnchor="middle">
            {xLabels[at]}
          </text>
        </g>
      ))}
      {up.map((value, at) => (
        <g key={value} transform={`translate(${margin.left} ${yOf(value)})`}>
          <line x2={inner.width} />
          <text x={-6} dy="0.32em" textAnchor="end">
            {yLabels[at]}
          </text>
        </g>
      ))}
      <text x={margin.left + inner.width / 2} y={height - 4} textAnchor="middle">
        {xName}
      </text>
      {children({ xOf, yOf })}
    </svg>
  );
}
