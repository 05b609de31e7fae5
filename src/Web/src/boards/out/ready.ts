import type { QueryClient } from '@tanstack/react-query';

import type { Figures } from './figures';

/** What a widget shows while something of it is on its way; the last is a chart whose lines are. */
const busy = '[role=status][aria-label], [aria-busy=true], [data-stale=true]';

/** So long nothing may be asked for before all is there: what is drawn first asks for more. */
const calmMs = 500;
/** What takes longer is left as it is by then, and says so. */
const mostMs = 60_000;
const pauseMs = 100;

export interface Awaited {
  root: Element;
  /** Of the widgets that are to be drawn. */
  ids: readonly string[];
  figures: Figures;
  client: QueryClient;
  /** Is told how many are drawn. */
  tell: (drawn: number) => void;
}

/** Waits until all widgets are drawn and have their values. */
export async function allDrawn({ root, ids, figures, client, tell }: Awaited, signal: AbortSignal): Promise<void> {
  const end = performance.now() + mostMs;
  let calmSince: number | null = null;
  while (performance.now() < end && !signal.aborted) {
    const drawn = ids.filter((id) => figures.of(id)?.card != null);
    tell(drawn.length);
    for (const image of root.querySelectorAll('img')) image.loading = 'eager';
    const isCalm =
      drawn.length === ids.length &&
      client.isFetching() === 0 &&
      root.querySelector(busy) === null &&
      [...root.querySelectorAll('img')].every((image) => image.complete);
    if (!isCalm) calmSince = null;
    else if (calmSince === null) calmSince = performance.now();
    else if (performance.now() - calmSince >= calmMs) return;
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}
