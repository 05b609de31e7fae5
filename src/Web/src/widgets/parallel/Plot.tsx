import { useElementSize } from '@mantine/hooks';
import { memo } from 'react';

import { highlight, useIsHighlighted } from '../../components/highlight';
import type { ChartRun } from '../../model/chartRun';
import { fieldKey, type Field } from '../../model/field';
import { plural } from '../../model/format';
import type { Range } from '../../model/range';
import { place } from '../../model/scale';
import type { RunColors } from '../coloring/useRunColors';
import classes from '../widgets.module.css';
import { Axis, AxisHead, axisTop, axisWidthMin, yOf } from './Axis';
import { linePath, type AxisValues } from './parallel';

export interface ParallelPlotProps {
  runs: readonly ChartRun[];
  axes: readonly AxisValues[];
  brushes: Readonly<Record<string, Range>>;
  /** Places of the runs that are within every range. */
  kept: ReadonlySet<number>;
  colors: RunColors;
  /** null: the axes cannot be changed here. */
  setAxes: ((axes: readonly Field[]) => void) | null;
  brush: (axis: Field, range: Range | null) => void;
}

const bottom = 26;
const side = 80;

/** The lines of the runs and the axes that they go through. */
export function ParallelPlot({ runs, axes, brushes, kept, colors, setAxes, brush }: ParallelPlotProps) {
  const { ref, width, height } = useElementSize();
  const innerWidth = Math.max(width, 2 * side + axisWidthMin * Math.max(0, axes.length - 1));
  const innerHeight = Math.max(120, height - axisTop - bottom);
  const x = (at: number) => side + (axes.length === 1 ? 0.5 : at / (axes.length - 1)) * (innerWidth - 2 * side);
  const pathOf = (index: number) =>
    linePath(axes.map(({ scale, values }, at) => [x(at), yOf(place(scale, values[index] ?? null), innerHeight)]));
  const fields = axes.map(({ axis }) => axis);
  return (
    <div ref={ref} className={classes.plot}>
      {width > 0 && (
        <div style={{ position: 'relative', width: innerWidth, height: '100%' }}>
          <svg
            width={innerWidth}
            height={axisTop + innerHeight + bottom}
            role="img"
            aria-label={`Parallel coordinates of ${plural(runs.length, 'run')}`}
          >
            <g fill="none">
              {runs.map((run, index) => (
                <Line key={run.id} run={run} color={colors.of(index)} isKept={kept.has(index)} path={pathOf(index)} />
              ))}
            </g>
            {axes.map(({ axis, scale }, at) => (
              <Axis
                key={fieldKey(axis)}
                axis={axis}
                scale={scale}
                x={x(at)}
                height={innerHeight}
                range={brushes[fieldKey(axis)] ?? null}
                brush={(range) => brush(axis, range)}
              />
            ))}
          </svg>
          {setAxes &&
            fields.map((axis, at) => (
              <AxisHead
                key={fieldKey(axis)}
                axis={axis}
                axes={fields}
                x={x(at)}
                setAxes={setAxes}
                clear={() => brush(axis, null)}
              />
            ))}
        </div>
      )}
    </div>
  );
}

interface LineProps {
  run: ChartRun;
  color: string;
  isKept: boolean;
  path: string;
}

const Line = memo(function Line({ run, color, isKept, path }: LineProps) {
  const isHighlighted = useIsHighlighted(run.id);
  return (
    <path
      d={path}
      stroke={color}
      strokeWidth={isHighlighted ? 3.2 : 1.6}
      opacity={isHighlighted ? 1 : isKept ? 0.75 : 0.07}
      onMouseEnter={() => highlight.set(run.id)}
      onMouseLeave={() => highlight.set(null)}
    >
      <title>{run.label}</title>
    </path>
  );
});
