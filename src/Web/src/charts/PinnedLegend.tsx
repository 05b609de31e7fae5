import { ActionIcon, Tooltip } from '@mantine/core';
import { useState, type KeyboardEvent, type PointerEvent } from 'react';

import { DockBelowIcon, DockRightIcon, FloatIcon } from '../components/icons';
import classes from './ChartCard.module.css';
import { Legend, type LegendProps } from './Legend';
import { legendPlaces, type LegendLayout, type LegendPlace, type LegendSizes } from './legendPlace';

export interface PinnedLegendProps extends Omit<LegendProps, 'isPinned' | 'tools'> {
  layout: LegendLayout;
  setPlace: (place: LegendPlace) => void;
  /** Makes a docked legend larger or smaller; null: as large as it needs to be. */
  resize: (sizes: Partial<LegendSizes>) => void;
  /** A chart that fills the screen has its legend beside the lines. */
  isFull: boolean;
}

const names: Record<LegendPlace, string> = {
  over: 'Legend over the lines',
  right: 'Legend on the right',
  below: 'Legend below',
};
const icons = { over: FloatIcon, right: DockRightIcon, below: DockBelowIcon };

/**
 * A legend that stays: over the lines it is dragged by its head and resized at its corner, beside or below them at the
 * edge between.
 */
export function PinnedLegend({ layout, setPlace, resize, isFull, ...legend }: PinnedLegendProps) {
  const [moved, setMoved] = useState({ x: 0, y: 0 });
  const { place, height, below } = layout;
  const isOver = place === 'over';
  return (
    <div
      className={classes.legend}
      data-place={place}
      style={
        isOver
          ? { maxHeight: height - 8, translate: `${moved.x}px ${moved.y}px` }
          : { height: below || height, ...(place === 'right' ? { left: layout.width } : {}) }
      }
      onPointerDown={isOver ? moveBy(moved, setMoved) : undefined}
    >
      {place !== 'over' && (
        <Edge
          place={place}
          at={place === 'right' ? layout.width : below || height}
          resize={(size) => resize({ [place]: size })}
        />
      )}
      <Legend
        {...legend}
        isPinned
        tools={legendPlaces
          .filter((one) => one !== place && !(isFull && one === 'over'))
          .map((one) => {
            const Icon = icons[one];
            return (
              <Tooltip key={one} label={names[one]}>
                <ActionIcon size="xs" aria-label={names[one]} onClick={() => setPlace(one)}>
                  <Icon size={12} />
                </ActionIcon>
              </Tooltip>
            );
          })}
      />
    </div>
  );
}

interface EdgeProps {
  place: 'right' | 'below';
  /** Pixels from the left for a legend on the right; the height of one below. */
  at: number;
  resize: (size: number | null) => void;
}

const keyStep = 16;

/** Between the lines and a docked legend: dragging it or its arrow keys make the legend larger or smaller. */
function Edge({ place, at, resize }: EdgeProps) {
  const isRight = place === 'right';
  const sizeOf = (edge: Element) => {
    const { width, height } = edge.parentElement!.getBoundingClientRect();
    return Math.round(isRight ? width : height);
  };
  const drag = (event: PointerEvent<HTMLElement>) => {
    event.preventDefault();
    const pointer = (where: { clientX: number; clientY: number }) => (isRight ? where.clientX : where.clientY);
    const start = sizeOf(event.currentTarget) + pointer(event);
    untilReleased((now) => resize(Math.max(0, start - pointer(now))));
  };
  const key = (event: KeyboardEvent<HTMLElement>) => {
    const by = { [isRight ? 'ArrowLeft' : 'ArrowUp']: keyStep, [isRight ? 'ArrowRight' : 'ArrowDown']: -keyStep };
    const change = by[event.key];
    if (change === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    resize(Math.max(0, sizeOf(event.currentTarget) + change));
  };
  return (
    <div
      className={classes.edge}
      role="separator"
      aria-orientation={isRight ? 'vertical' : 'horizontal'}
      aria-label="Size of the legend"
      aria-valuenow={Math.round(at)}
      title="Drag to resize; double-click for as much as it needs"
      tabIndex={0}
      onPointerDown={drag}
      onKeyDown={key}
      onDoubleClick={() => resize(null)}
    />
  );
}

/** Takes what is dragged by its head along. */
function moveBy(from: { x: number; y: number }, set: (to: { x: number; y: number }) => void) {
  return (event: PointerEvent<HTMLElement>) => {
    const head = (event.target as Element).closest('[data-handle]');
    if (head === null || (event.target as Element).closest('button') !== null) return;
    event.preventDefault();
    const start = { x: event.clientX - from.x, y: event.clientY - from.y };
    untilReleased((now) => set({ x: now.clientX - start.x, y: now.clientY - start.y }));
  };
}

/** Follows the pointer until it is let go, wherever that is. */
function untilReleased(move: (now: globalThis.PointerEvent) => void) {
  const drag = new AbortController();
  window.addEventListener('pointermove', move, { signal: drag.signal });
  for (const end of ['pointerup', 'pointercancel'] as const) {
    window.addEventListener(end, () => drag.abort(), { signal: drag.signal });
  }
}
