import { useCallback, useSyncExternalStore } from 'react';

type Listener = () => void;

/** The run that the pointer is on, in a table or on a line: the others show it too. Outside React: it changes fast. */
class Highlight {
  #run: string | null = null;
  readonly #listeners = new Set<Listener>();

  readonly subscribe = (listener: Listener) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  readonly run = () => this.#run;

  readonly set = (run: string | null) => {
    if (run === this.#run) return;
    this.#run = run;
    for (const listener of this.#listeners) listener();
  };
}

export const highlight = new Highlight();

/** Whether this run is the one. Renders again only when that changes. */
export function useIsHighlighted(run: string): boolean {
  const isIt = useCallback(() => highlight.run() === run, [run]);
  return useSyncExternalStore(highlight.subscribe, isIt);
}
