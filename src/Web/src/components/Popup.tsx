import { Popover, type FloatingPosition } from '@mantine/core';
import { cloneElement, useEffect, useEffectEvent, useRef, useState, type MouseEvent, type ReactElement } from 'react';
import type { ReactNode } from 'react';

import { opened as register } from './popups';

interface TargetProps {
  onClick?: (event: MouseEvent<HTMLElement>) => void;
}

export interface PopupProps {
  /** What opens and closes it when it is pressed; with `isAnchor` it only holds the place. */
  target: ReactElement<TargetProps>;
  isAnchor?: boolean;
  /** What it is for, to readers of the screen. */
  label: string;
  /** Given where the page decides whether it is open. */
  isOpen?: boolean;
  onChange?: (isOpen: boolean) => void;
  width?: number;
  position?: FloatingPosition;
  padding?: number;
  className?: string | undefined;
  children: ReactNode;
}

/**
 * A form or a choice that floats beside what opens it. It takes the focus and keeps it, Escape closes it wherever the
 * focus is by then, and the focus goes back to where it was.
 */
export function Popup(props: PopupProps) {
  const { target, isAnchor = false, label, width, position = 'bottom-start', padding = 12, children } = props;
  const { className = '' } = props;
  const [own, setOwn] = useState(false);
  const isOpen = props.isOpen ?? own;
  const [opener, setOpener] = useState<HTMLElement | null>(null);
  const box = useRef<HTMLDivElement>(null);
  const set = (next: boolean) => {
    setOwn(next);
    props.onChange?.(next);
  };
  const close = useEffectEvent(() => {
    set(false);
    opener?.focus();
  });
  useEffect(() => {
    if (!isOpen) return;
    return register({ box: () => box.current, close: () => close() });
  }, [isOpen]);
  useKeptFocus(box, isOpen);
  // Whoever is quick closes it before its first field got the focus, which then goes with it.
  const hasClosed = () => {
    const { activeElement } = document;
    if (activeElement === null || activeElement === document.body || box.current?.contains(activeElement))
      opener?.focus();
  };
  const press = (event: MouseEvent<HTMLElement>) => {
    target.props.onClick?.(event);
    setOpener(event.currentTarget);
    set(!isOpen);
  };
  return (
    <Popover
      opened={isOpen}
      onChange={set}
      onExitTransitionEnd={hasClosed}
      {...(width === undefined ? {} : { width })}
      position={position}
      trapFocus
      returnFocus
      closeOnEscape={false}
      withRoles={!isAnchor}
    >
      <Popover.Target>{isAnchor ? target : cloneElement(target, { onClick: press })}</Popover.Target>
      <Popover.Dropdown
        ref={box}
        p={padding}
        className={className}
        role="dialog"
        tabIndex={-1}
        aria-label={label}
        aria-labelledby={undefined as unknown as string}
      >
        {children}
      </Popover.Dropdown>
    </Popover>
  );
}

const focusable = '[data-autofocus], input, textarea, select, button, a[href], [tabindex]:not([tabindex="-1"])';

/** Where what had the focus is taken away, as a choice that was made, what follows it in the popup gets it. */
function useKeptFocus(box: React.RefObject<HTMLElement | null>, isOpen: boolean) {
  useEffect(() => {
    if (!isOpen) return;
    const watch = new MutationObserver(() => {
      const host = box.current;
      if (host === null || (document.activeElement !== null && document.activeElement !== document.body)) return;
      const first = host.querySelector<HTMLElement>('[data-autofocus]') ?? host.querySelector<HTMLElement>(focusable);
      (first ?? host).focus();
    });
    watch.observe(document.body, { childList: true, subtree: true });
    return () => watch.disconnect();
  }, [box, isOpen]);
}
