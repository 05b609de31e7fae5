import { useState, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';

import classes from './SidePane.module.css';

export interface SidePaneProps {
  label: string;
  /** The width is one's own, not the view's: it is remembered in this browser. */
  storageKey: string;
  width: number;
  children: ReactNode;
}

const widthMin = 160;
const keyStep = 24;

/** A pane on the left whose right edge can be dragged. */
export function SidePane({ label, storageKey, width: initial, children }: SidePaneProps) {
  const [width, setWidth] = useState(() => Number(localStorage.getItem(storageKey)) || initial);
  const resize = (to: number) => {
    const next = Math.round(Math.min(Math.max(widthMin, to), window.innerWidth * 0.6));
    setWidth(next);
    localStorage.setItem(storageKey, String(next));
  };
  const drag = (event: PointerEvent<HTMLDivElement>) => {
    event.preventDefault();
    const handle = event.currentTarget;
    const start = width - event.clientX;
    handle.setPointerCapture(event.pointerId);
    handle.onpointermove = (next) => resize(start + next.clientX);
    handle.onpointerup = handle.onpointercancel = () => {
      handle.onpointermove = null;
    };
  };
  const key = (event: KeyboardEvent) => {
    if (event.key === 'ArrowLeft') resize(width - keyStep);
    if (event.key === 'ArrowRight') resize(width + keyStep);
  };
  return (
    <>
      <aside className={classes.side} style={{ width }} aria-label={label}>
        {children}
      </aside>
      <div
        className={classes.splitter}
        role="separator"
        aria-orientation="vertical"
        aria-label={`Width of: ${label}`}
        aria-valuenow={width}
        tabIndex={0}
        onPointerDown={drag}
        onKeyDown={key}
      />
    </>
  );
}
