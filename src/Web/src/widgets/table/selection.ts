import { useMemo, useState } from 'react';

/** The runs that an action will be done to. Unlike those that are drawn they are not part of the link. */
export interface Selection {
  ids: ReadonlySet<string>;
  /** Selects these, or no longer. */
  set: (runs: readonly string[], isSelected: boolean) => void;
  clear: () => void;
}

const none: ReadonlySet<string> = new Set();

export function useSelection(): Selection {
  const [ids, setIds] = useState(none);
  return useMemo(
    () => ({
      ids,
      set: (runs, isSelected) =>
        setIds((now) => {
          const next = new Set(now);
          for (const run of runs) {
            if (isSelected) next.add(run);
            else next.delete(run);
          }
          return next;
        }),
      clear: () => setIds(none),
    }),
    [ids],
  );
}
