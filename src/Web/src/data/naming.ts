import type { QueryClient } from '@tanstack/react-query';

import type { Session } from '../api/session';

/** In the browser's storage once somebody was asked. */
const askedKey = 'name asked';

let done: (() => void) | null = null;
const listeners = new Set<() => void>();

function tell() {
  for (const listener of listeners) listener();
}

/** The form for the name of who works with this browser; the shell of the page shows it. */
export const naming = {
  subscribe: (listener: () => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  },
  isOpen: () => done !== null,
  /** Opens the form; resolves when it is closed, with a name or without. */
  ask: () =>
    new Promise<void>((resolve) => {
      done?.();
      done = resolve;
      tell();
    }),
  close: () => {
    done?.();
    done = null;
    localStorage.setItem(askedKey, 'yes');
    tell();
  },
};

/** Asks once, before the first thing that others see with the name of who made it; not again whoever skips it. */
export async function named(client: QueryClient): Promise<void> {
  const session = client.getQueryData<Session>(['session']);
  if (session === undefined || session.isNamed || localStorage.getItem(askedKey) !== null) return;
  await naming.ask();
}
