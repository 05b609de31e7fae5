import { ActionIcon } from '@mantine/core';
import { useEffect, useEffectEvent } from 'react';

import { isBusy } from '../../components/popups';
import { CloseIcon, LeftIcon, RightIcon } from '../../components/icons';
import classes from '../boards.module.css';

export interface SlideBarProps {
  name: string;
  at: number;
  count: number;
  go: (at: number) => void;
  end: () => void;
}

/** What stands over a section while a board is presented: where one is, and how to go on. */
export function SlideBar({ name, at, count, go, end }: SlideBarProps) {
  const press = useEffectEvent((event: KeyboardEvent) => {
    const isTyping = event.target instanceof Element && event.target.closest('input, textarea, select') !== null;
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping || isBusy()) return;
    const ends: Record<string, number> = { Home: 0, End: count - 1 };
    const steps: Record<string, number> = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1 };
    const step = steps[event.key];
    const to = step === undefined ? ends[event.key] : at + step;
    if (to === undefined && event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    if (to === undefined) end();
    else go(Math.min(count - 1, Math.max(0, to)));
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => press(event);
    addEventListener('keydown', listen, { capture: true });
    return () => removeEventListener('keydown', listen, { capture: true });
  }, []);
  return (
    <div className={classes.slideBar} role="toolbar" aria-label="Presentation">
      <h2 className="name">
        <bdi>{name}</bdi>
      </h2>
      <span className={classes.spacer} />
      <span className={classes.of} role="status">
        {at + 1} of {count}
      </span>
      <ActionIcon aria-label="Section before" disabled={at === 0} onClick={() => go(at - 1)}>
        <LeftIcon size={16} />
      </ActionIcon>
      <ActionIcon aria-label="Next section" disabled={at === count - 1} onClick={() => go(at + 1)}>
        <RightIcon size={16} />
      </ActionIcon>
      <ActionIcon aria-label="End the presentation" data-autofocus onClick={end}>
        <CloseIcon size={16} />
      </ActionIcon>
    </div>
  );
}
