import { formatMoment, formatShort } from '../../../model/format';
import type { LineageBy } from '../../../model/runView';
import { ticks } from '../../../model/ticks';
import classes from './LineageGraph.module.css';

export interface LineageAxisProps {
  extent: readonly [number, number];
  by: LineageBy;
  x: (value: number) => number;
  width: number;
}

export const axisHeight = 30;
const spacing = { step: 90, time: 170 };

/** Round steps, or moments at even distances. */
export function LineageAxis({ extent: [from, to], by, x, width }: LineageAxisProps) {
  const count = Math.max(1, Math.floor(width / spacing[by]));
  const values =
    by === 'step'
      ? ticks([from, to], false, count)
      : Array.from({ length: count }, (_, at) => from + ((at + 0.5) / count) * (to - from));
  return (
    <svg width={width} height={axisHeight} aria-hidden="true">
      {values.map((value) => (
        <g key={value} transform={`translate(${x(value)} 0)`}>
          <line y1={axisHeight - 5} y2={axisHeight} stroke="var(--ink-faint)" />
          <text y={axisHeight - 10} textAnchor="middle" className={classes.tick}>
            {by === 'step' ? formatShort(value) : formatMoment(value)}
          </text>
        </g>
      ))}
    </svg>
  );
}
