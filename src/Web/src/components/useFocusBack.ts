import { useEffect, useState } from 'react';

/**
 * Gives the focus back to what had it, once the component goes: for dialogs that are not there while they are closed,
 * which have nothing left that could do so.
 */
export function useFocusBack(): void {
  const [before] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      // The dialog's focus trap has a delay of its own.
      setTimeout(() => {
        const { activeElement } = document;
        const isFree = activeElement === null || activeElement === document.body;
        if (isFree && before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
      }, 30);
    },
    [before],
  );
}
