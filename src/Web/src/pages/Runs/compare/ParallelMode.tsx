import { ActionIcon, Button, Menu, Popover } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { memo, useMemo, useState, type PointerEvent } from 'react';

import type { ChartRun } from '../../../charts/ChartCard';
import { highlight, useIsHighlighted } from '../../../components/highlight';
import { DotsIcon, PlusIcon } from '../../../components/icons';
import { EmptyState, ErrorState, Waiting } from '../../../components/States';
import { plural } from '../../../format';
import { fieldKey, fieldLabel, sameField, type Field } from '../../../url/attribute';
import type { CompareView, Range } from '../../../url/compare';
import { aggregations, type Column } from '../../../url/runs';
import { AttributeSearch } from '../AttributeSearch';
import { ColorKey } from './ColorKey';
import classes from './Compare.module.css';
import type { SetCompare } from './CompareTab';
import { FieldSelect } from './FieldSelect';
import { keptRuns, linePath } from './parallel';
import { place, scaleOf, ticks, valueAt, type Scale } from './scale';
import { useFigures } from './useFigures';
import { useRunColors } from './useRunColors';

export interface ParallelModeProps {
  project: string;
  runs: readonly ChartRun[];
  view: CompareView;
  columns: readonly Column[];
  set: SetCompare;
  /** Shows only these runs. */
  only: (runs: readonly string[]) => void;
}

const axesAtFirst = 7;
const placed = ['float', 'int', 'bool', 'string', 'floatSeries'];
const top = 52;
const bottom = 26;
const side = 80;
const axisWidthMin = 130;

/** A line for each run through its values, one axis an attribute. Dragging along an axis keeps the runs within. */
export function ParallelMode({ project, runs, view, columns, set, only }: ParallelModeProps) {
  const suggested = columns.filter(({ type }) => placed.includes(type)).slice(0, axesAtFirst);
  const axes: readonly Field[] = view.axes ?? suggested;
  const figures = useFigures(project, runs, view.colorBy === null ? axes : [...axes, view.colorBy]);
  const colors = useRunColors(runs, figures, view.colorBy);
  const { ref, width, height } = useElementSize();
  const lines = useMemo(() => axes.map((axis) => ({ axis, values: figures.of(axis), scale: scaleOf(figures.of(axis)) })), [axes, figures]);
  const kept = keptRuns(runs.length, lines, view.brushes);
  const setAxes = (next: readonly Field[]) => set({ axes: next.map(({ path, type, aggregation }) => ({ path, type, aggregation })) });
  const innerWidth = Math.max(width, 2 * side + axisWidthMin * Math.max(0, axes.length - 1));
  const x = (at: number) => side + (axes.length === 1 ? 0.5 : at / (axes.length - 1)) * (innerWidth - 2 * side);
  const innerHeight = Math.max(120, height - top - bottom);
  const brush = (axis: Field, range: Range | null) => {
    const others = Object.entries(view.brushes).filter(([key]) => key !== fieldKey(axis));
    set({ brushes: Object.fromEntries(range === null ? others : [...others, [fieldKey(axis), range]]) }, 'replace');
  };
  return (
    <>
      <div className={classes.bar} role="toolbar" aria-label="Parallel coordinates">
        <AddAxis project={project} add={(axis) => setAxes([...axes.filter((one) => !sameField(one, axis)), axis])} />
        <FieldSelect
          project={project}
          label="Colour"
          value={view.colorBy}
          set={(colorBy) => set({ colorBy })}
          isOptional
          none="by run"
        />
        <ColorKey colors={colors} />
        <span className={classes.summary} role="status">
          {kept.size === runs.length ? plural(runs.length, 'run') : `${kept.size} of ${plural(runs.length, 'run')} within`}
        </span>
        {kept.size < runs.length && (
          <>
            <button type="button" className="link" onClick={() => only(runs.filter((_, at) => kept.has(at)).map((run) => run.id))}>
              Show only these
            </button>
            <button type="button" className="link" onClick={() => set({ brushes: {} })}>
              Keep all
            </button>
          </>
        )}
      </div>
      {axes.length === 0 ? (
        <EmptyState title="No axis yet">Add attributes that all of the runs have, such as settings and final values.</EmptyState>
      ) : figures.error !== null ? (
        <ErrorState what="The values could not be loaded" error={figures.error} retry={figures.retry} />
      ) : figures.isPending ? (
        <Waiting label="Loading values" />
      ) : (
        <div ref={ref} className={classes.plot}>
          {width > 0 && (
            <div style={{ position: 'relative', width: innerWidth, height: '100%' }}>
              <svg width={innerWidth} height={top + innerHeight + bottom} role="img" aria-label={`Parallel coordinates of ${plural(runs.length, 'run')}`}>
                <g fill="none">
                  {runs.map((run, index) => (
                    <Line
                      key={run.id}
                      run={run}
                      color={colors.of(index)}
                      isKept={kept.has(index)}
                      path={linePath(lines.map(({ scale, values }, at) => [x(at), yOf(place(scale, values[index] ?? null), innerHeight)]))}
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
                <AxisHead key={fieldKey(axis)} axis={axis} axes={axes} x={x(at)} setAxes={setAxes} clear={() => brush(axis, null)} />
              ))}
            </div>
          )}
        </div>
      )}
    </>
  );
}

/** Runs without a value pass below the axis. */
function yOf(share: number | null, height: number): number {
  return share === null ? top + height + 14 : top + (1 - share) * height;
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

interface AxisProps {
  axis: Field;
  scale: Scale;
  x: number;
  height: number;
  range: Range | null;
  brush: (range: Range | null) => void;
}

const labelCharsMax = 14;

function Axis({ axis, scale, x, height, range, brush }: AxisProps) {
  const y = (value: number) => {
    const share = scale.kind === 'category' ? value / Math.max(1, scale.values.length - 1) : (place(scale, value) ?? 0);
    return yOf(Math.min(1, Math.max(0, share)), height);
  };
  const drag = (event: PointerEvent<SVGRectElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const target = event.currentTarget;
    const share = (clientY: number) => Math.min(1, Math.max(0, 1 - (clientY - box.top - brushPad) / height));
    const start = share(event.clientY);
    target.setPointerCapture(event.pointerId);
    let isMoved = false;
    target.onpointermove = (next) => {
      isMoved = true;
      brush(rangeOf(scale, start, share(next.clientY)));
    };
    target.onpointerup = target.onpointercancel = () => {
      target.onpointermove = null;
      if (!isMoved) brush(null);
    };
  };
  return (
    <g>
      <line x1={x} x2={x} y1={top} y2={top + height} stroke="var(--ink-faint)" />
      {ticks(scale, Math.max(2, Math.floor(height / 60))).map(({ at, label }) => (
        <g key={`${at} ${label}`} transform={`translate(${x} ${yOf(at, height)})`}>
          <line x1={-4} x2={0} stroke="var(--ink-faint)" />
          <text x={-7} dy="0.32em" textAnchor="end" className={classes.tick}>
            {label.length > labelCharsMax ? `${label.slice(0, labelCharsMax - 1)}…` : label}
            <title>{label}</title>
          </text>
        </g>
      ))}
      {range !== null && (
        <rect x={x - 7} width={14} y={y(range[1]) - 2} height={Math.max(4, y(range[0]) - y(range[1]) + 4)} rx={3} className={classes.brush} />
      )}
      <rect
        x={x - 14}
        width={28}
        y={top - brushPad}
        height={height + 2 * brushPad}
        fill="transparent"
        style={{ cursor: 'crosshair', touchAction: 'none' }}
        aria-label={`Range of ${axis.path}`}
        onPointerDown={drag}
      >
        <title>Drag to keep runs within a range; press to keep all.</title>
      </rect>
    </g>
  );
}

const brushPad = 6;

function rangeOf(scale: Scale, a: number, b: number): Range {
  const [from, to] = [valueAt(scale, Math.min(a, b)), valueAt(scale, Math.max(a, b))];
  const round = (value: number) => Number(value.toPrecision(6));
  return [round(from), round(to)];
}

interface AxisHeadProps {
  axis: Field;
  axes: readonly Field[];
  x: number;
  setAxes: (axes: readonly Field[]) => void;
  clear: () => void;
}

/** The name above an axis, and what can be done with it. */
function AxisHead({ axis, axes, x, setAxes, clear }: AxisHeadProps) {
  const at = axes.indexOf(axis);
  const swap = (from: number) => setAxes(axes.map((one, index) => (index === from ? axes[from + 1]! : index === from + 1 ? axes[from]! : one)));
  return (
    <div className={classes.axisHead} style={{ left: x, width: axisWidthMin - 8 }}>
      <bdi className="name" title={axis.path}>
        {fieldLabel(axis)}
      </bdi>
      <Menu position="bottom">
        <Menu.Target>
          <ActionIcon size="xs" aria-label={`Axis ${axis.path}`}>
            <DotsIcon size={13} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {axis.type === 'floatSeries' &&
            aggregations.map((aggregation) => (
              <Menu.Item
                key={aggregation}
                fw={aggregation === axis.aggregation ? 600 : 400}
                onClick={() => setAxes(axes.map((one) => (one === axis ? { ...axis, aggregation } : one)))}
              >
                {aggregation}
              </Menu.Item>
            ))}
          <Menu.Item disabled={at === 0} onClick={() => swap(at - 1)}>
            Move left
          </Menu.Item>
          <Menu.Item disabled={at === axes.length - 1} onClick={() => swap(at)}>
            Move right
          </Menu.Item>
          <Menu.Item onClick={clear}>Keep all of this axis</Menu.Item>
          <Menu.Item onClick={() => setAxes(axes.filter((one) => one !== axis))}>Remove axis</Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </div>
  );
}

function AddAxis({ project, add }: { project: string; add: (axis: Field) => void }) {
  const [opened, setOpened] = useState(false);
  return (
    <Popover opened={opened} onChange={setOpened} width={360} position="bottom-start" trapFocus returnFocus>
      <Popover.Target>
        <Button variant="default" leftSection={<PlusIcon size={13} />} aria-expanded={opened} onClick={() => setOpened((now) => !now)}>
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
