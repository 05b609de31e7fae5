import { useMemo, useState } from 'react';

/** The runs that an action will be done to. Unlike those that are drawn they are not part of the link. */
export interface Marks {
  ids: ReadonlySet<string>;
  /** Marks these, or takes their marks away. */
  set: (runs: readonly string[], isMarked: boolean) => void;
  clear: () => void;
}

const none: ReadonlySet<string> = new Set();

export function useMarks(): Marks {
  const [ids, setIds] = useState(none);
  return useMemo(
    () => ({
      ids,
      set: (runs, isMarked) =>
        setIds((now) => {
          const next = new Set(now);
          for (const run of runs) {
            if (isMarked) next.add(run);
            else next.delete(run);
          }
          return next;
        }),
      clear: () => setIds(none),
    }),
    [ids],
  );
}
