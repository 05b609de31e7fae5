import { useMemo } from 'react';

import type { Run } from '../../api/runs';
import type { Change } from '../../location';
import type { RunsView } from '../../url/runs';

export interface SelectionControl {
  /** The runs that are drawn. */
  ids: readonly string[];
  isSelected: (run: string) => boolean;
  toggle: (run: string) => void;
  /** Draws these runs too, or no longer. */
  set: (runs: readonly string[], isSelected: boolean) => void;
}

/** The eyes of the table: pressing one turns "the first five" into exactly these runs. */
export function useSelection(selected: readonly Run[], change: Change<RunsView>): SelectionControl {
  return useMemo(() => {
    const ids = selected.map((run) => run.id);
    const chosen = new Set(ids);
    const set = (runs: readonly string[], isSelected: boolean | null) =>
      change((now) => {
        const current = now.selection.kind === 'these' ? now.selection.runs : ids;
        const isThere = new Set(current);
        const add = runs.filter((run) => !isThere.has(run) && isSelected !== false);
        const remove = new Set(runs.filter((run) => isThere.has(run) && isSelected !== true));
        return { ...now, selection: { kind: 'these', runs: [...current.filter((run) => !remove.has(run)), ...add] } };
      }, 'replace');
    return {
      ids,
      isSelected: (run) => chosen.has(run),
      toggle: (run) => set([run], null),
      set,
    };
  }, [selected, change]);
}
