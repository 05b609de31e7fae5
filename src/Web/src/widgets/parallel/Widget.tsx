import { Button, Popover } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { memo, useMemo, useState } from 'react';

import { highlight, useIsHighlighted } from '../../components/highlight';
import { PlusIcon } from '../../components/icons';
import { EmptyState, ErrorState, Loading } from '../../components/States';
import { useFigures } from '../../data/useFigures';
import { useSuggestedAxes } from '../../data/useSuggestedAxes';
import type { ChartRun } from '../../model/chartRun';
import type { Column } from '../../model/column';
import type { CompareView, SetCompare } from '../../model/compare';
import { fieldKey, sameField, type Field } from '../../model/field';
import { plural } from '../../model/format';
import type { Range } from '../../model/range';
import { place, scaleOf } from '../../model/scale';
import type { Sort } from '../../model/table';
import { AttributeSearch } from '../../pickers/AttributeSearch';
import { ColorBy } from '../coloring/ColorBy';
import { useRunColors } from '../coloring/useRunColors';
import classes from '../widgets.module.css';
import { Axis, AxisHead, axisTop, axisWidthMin, yOf } from './Axis';
import { keptRuns, linePath } from './parallel';

export interface ParallelModeProps {
  project: string;
  runs: readonly ChartRun[];
  view: CompareView;
  columns: readonly Column[];
  sorts: readonly Sort[];
  set: SetCompare;
  /** Shows only these runs. */
  only: (runs: readonly string[]) => void;
}

const bottom = 26;
const side = 80;

/** A line for each run through its values, one axis an attribute. Dragging along an axis keeps the runs within. */
export function ParallelMode({ project, runs, view, columns, sorts, set, only }: ParallelModeProps) {
  const { suggestion, isPending } = useSuggestedAxes(project, runs, columns, sorts, view.axes === null);
  const axes = view.axes ?? suggestion.axes;
  const figures = useFigures(project, runs, view.colorBy === null ? axes : [...axes, view.colorBy]);
  const colors = useRunColors(runs, figures, view.colorBy);
  const { ref, width, height } = useElementSize();
  const lines = useMemo(
    () => axes.map((axis) => ({ axis, values: figures.of(axis), scale: scaleOf(figures.of(axis)) })),
    [axes, figures],
  );
  const kept = keptRuns(runs.length, lines, view.brushes);
  const setAxes = (next: readonly Field[]) =>
    set({ axes: next.map(({ path, type, aggregation }) => ({ path, type, aggregation })) });
  const innerWidth = Math.max(width, 2 * side + axisWidthMin * Math.max(0, axes.length - 1));
  const x = (at: number) => side + (axes.length === 1 ? 0.5 : at / (axes.length - 1)) * (innerWidth - 2 * side);
  const innerHeight = Math.max(120, height - axisTop - bottom);
  const brush = (axis: Field, range: Range | null) => {
    const others = Object.entries(view.brushes).filter(([key]) => key !== fieldKey(axis));
    set({ brushes: Object.fromEntries(range === null ? others : [...others, [fieldKey(axis), range]]) }, 'replace');
  };
  return (
    <>
      <div className={classes.bar} role="toolbar" aria-label="Parallel coordinates">
        <AddAxis project={project} add={(axis) => setAxes([...axes.filter((one) => !sameField(one, axis)), axis])} />
        <ColorBy project={project} view={view} set={set} colors={colors} />
        <span className={classes.summary} role="status">
          {kept.size === runs.length
            ? plural(runs.length, 'run')
            : `${kept.size} of ${plural(runs.length, 'run')} within`}
        </span>
        {kept.size < runs.length && (
          <>
            <button
              type="button"
              className="link"
              onClick={() => only(runs.filter((_, at) => kept.has(at)).map((run) => run.id))}
            >
              Show only these
            </button>
            <button type="button" className="link" onClick={() => set({ brushes: {} })}>
              Keep all
            </button>
          </>
        )}
      </div>
      {isPending ? (
        <Loading label="Looking for what sets the runs apart" />
      ) : axes.length === 0 ? (
        <EmptyState title="No axis yet">
          Add attributes that all of the runs have, such as settings and final values.
        </EmptyState>
      ) : figures.error !== null ? (
        <ErrorState what="The values could not be loaded" error={figures.error} retry={figures.retry} />
      ) : figures.isPending ? (
        <Loading label="Loading values" />
      ) : (
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
                    <Line
                      key={run.id}
                      run={run}
                      color={colors.of(index)}
                      isKept={kept.has(index)}
                      path={linePath(
                        lines.map(({ scale, values }, at) => [
                          x(at),
                          yOf(place(scale, values[index] ?? null), innerHeight),
                        ]),
                      )}
                    />
                  ))}
                </g>
                {lines.map(({ axis, scale }, at) => (
                  <Axis
                    key={fieldKey(axis)}
                    axis={axis}
                    scale={scale}
                    x={x(at)}
                    height={innerHeight}
                    range={view.brushes[fieldKey(axis)] ?? null}
                    brush={(range) => brush(axis, range)}
                  />
                ))}
              </svg>
              {axes.map((axis, at) => (
                <AxisHead
                  key={fieldKey(axis)}
                  axis={axis}
                  axes={axes}
                  x={x(at)}
                  setAxes={setAxes}
                  clear={() => brush(axis, null)}
                />
              ))}
            </div>
          )}
        </div>
      )}
    </>
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

function AddAxis({ project, add }: { project: string; add: (axis: Field) => void }) {
  const [opened, setOpened] = useState(false);
  return (
    <Popover opened={opened} onChange={setOpened} width={360} position="bottom-start" trapFocus returnFocus>
      <Popover.Target>
        <Button
          variant="default"
          leftSection={<PlusIcon size={13} />}
          aria-expanded={opened}
          onClick={() => setOpened((now) => !now)}
        >
          Axis
        </Button>
      </Popover.Target>
      <Popover.Dropdown p={10}>
        <AttributeSearch
          project={project}
          types={['float', 'int', 'bool', 'string', 'floatSeries', 'datetime', 'stringSet']}
          height={280}
          choose={({ name, type }) => {
            add({ path: name, type, aggregation: 'last' });
            setOpened(false);
          }}
        />
      </Popover.Dropdown>
    </Popover>
  );
}
