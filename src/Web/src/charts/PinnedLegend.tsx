import { ActionIcon, Tooltip } from '@mantine/core';
import { useState, type PointerEvent } from 'react';

import { DockBelowIcon, DockRightIcon, FloatIcon } from '../components/icons';
import classes from './ChartCard.module.css';
import { Legend, type LegendProps } from './Legend';
import { legendPlaces, type LegendLayout, type LegendPlace } from './legendPlace';

export interface PinnedLegendProps extends Omit<LegendProps, 'isPinned' | 'tools'> {
  layout: LegendLayout;
  setPlace: (place: LegendPlace) => void;
  /** A chart that fills the screen has its legend beside the lines. */
  isFull: boolean;
}

const names: Record<LegendPlace, string> = {
  over: 'Legend over the lines',
  right: 'Legend on the right',
  below: 'Legend below',
};
const icons = { over: FloatIcon, right: DockRightIcon, below: DockBelowIcon };

/** A legend that stays: over the lines it is dragged by its head and resized at its corner. */
export function PinnedLegend({ layout, setPlace, isFull, ...legend }: PinnedLegendProps) {
  const [moved, setMoved] = useState({ x: 0, y: 0 });
  const { place, height, below } = layout;
  const isOver = place === 'over';
  return (
    <div
      className={classes.legend}
      data-place={place}
      style={isOver ? { maxHeight: height - 8, translate: `${moved.x}px ${moved.y}px` } : { height: below || height }}
      onPointerDown={isOver ? moveBy(moved, setMoved) : undefined}
    >
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

/** Takes what is dragged by its head along. */
function moveBy(from: { x: number; y: number }, set: (to: { x: number; y: number }) => void) {
  return (event: PointerEvent<HTMLElement>) => {
    const head = (event.target as Element).closest('[data-handle]');
    if (head === null || (event.target as Element).closest('button') !== null) return;
    event.preventDefault();
    const start = { x: event.clientX - from.x, y: event.clientY - from.y };
    const drag = new AbortController();
    const move = (now: globalThis.PointerEvent) => set({ x: now.clientX - start.x, y: now.clientY - start.y });
    window.addEventListener('pointermove', move, { signal: drag.signal });
    for (const end of ['pointerup', 'pointercancel'] as const) {
      window.addEventListener(end, () => drag.abort(), { signal: drag.signal });
    }
  };
}
