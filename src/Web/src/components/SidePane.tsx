import { Button, Drawer } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useState, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';

import { ListIcon } from './icons';
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

/** A narrow page has no room for two panes. */
const narrow = '(max-width: 720px)';

/** A pane on the left whose right edge can be dragged; on a narrow page a button opens it over the page. */
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
  const isNarrow = useMediaQuery(narrow) ?? false;
  const [isOpen, setOpen] = useState(false);
  if (isNarrow) {
    return (
      <>
        <Button className={classes.opener!} leftSection={<ListIcon size={14} />} onClick={() => setOpen(true)}>
          {label}
        </Button>
        <Drawer
          opened={isOpen}
          onClose={() => setOpen(false)}
          title={label}
          size="min(92vw, 420px)"
          classNames={{ body: classes.drawer!, content: classes.drawerContent! }}
          transitionProps={{ duration: 0 }}
        >
          {children}
        </Drawer>
      </>
    );
  }
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
