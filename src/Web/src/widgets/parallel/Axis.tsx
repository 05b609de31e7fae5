import { ActionIcon, Menu } from '@mantine/core';
import type { PointerEvent } from 'react';

import { DotsIcon } from '../../components/icons';
import { aggregations } from '../../model/attribute';
import { fieldLabel, type Field } from '../../model/field';
import type { Range } from '../../model/range';
import { place, ticks, valueAt, type Scale } from '../../model/scale';
import classes from '../widgets.module.css';

/** Space above and between the axes, in pixels. */
export const axisTop = 52;
export const axisWidthMin = 130;
const labelCharsMax = 14;
const brushPad = 6;

/** Runs without a value pass below the axis. */
export function yOf(share: number | null, height: number): number {
  return share === null ? axisTop + height + 14 : axisTop + (1 - share) * height;
}

interface AxisProps {
  axis: Field;
  scale: Scale;
  x: number;
  height: number;
  range: Range | null;
  brush: (range: Range | null) => void;
}

/** One axis with its marks. Dragging along it keeps the runs within. */
export function Axis({ axis, scale, x, height, range, brush }: AxisProps) {
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
      <line x1={x} x2={x} y1={axisTop} y2={axisTop + height} stroke="var(--ink-faint)" />
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
        <rect
          x={x - 7}
          width={14}
          y={y(range[1]) - 2}
          height={Math.max(4, y(range[0]) - y(range[1]) + 4)}
          rx={3}
          className={classes.brush}
        />
      )}
      <rect
        x={x - 14}
        width={28}
        y={axisTop - brushPad}
        height={height + 2 * brushPad}
        fill="transparent"
        style={{ cursor: 'crosshair', touchAction: 'none' }}
        aria-label={`Range of ${axis.path}`}
        onPointerDown={drag}
      >
        <title>Drag to keep the runs in a range; click to clear it.</title>
      </rect>
    </g>
  );
}

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
export function AxisHead({ axis, axes, x, setAxes, clear }: AxisHeadProps) {
  const at = axes.indexOf(axis);
  const swap = (from: number) =>
    setAxes(axes.map((one, index) => (index === from ? axes[from + 1]! : index === from + 1 ? axes[from]! : one)));
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
          <Menu.Item onClick={clear}>Clear the range</Menu.Item>
          <Menu.Item onClick={() => setAxes(axes.filter((one) => one !== axis))}>Remove axis</Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </div>
  );
}
