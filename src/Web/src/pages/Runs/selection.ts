import { useMemo } from 'react';

import type { Run } from '../../api/runs';
import type { Change } from '../../location';
import type { RunsView } from '../../url/runs';

export interface SelectionControl {
  isSelected: (run: string) => boolean;
  toggle: (run: string) => void;
}

/** The eyes of the table: pressing one turns "the first five" into exactly these runs. */
export function useSelection(selected: readonly Run[], change: Change<RunsView>): SelectionControl {
  return useMemo(() => {
    const ids = selected.map((run) => run.id);
    const chosen = new Set(ids);
    return {
      isSelected: (run) => chosen.has(run),
      toggle: (run) =>
        change((now) => {
          const current = now.selection.kind === 'these' ? now.selection.runs : ids;
          const runs = current.includes(run) ? current.filter((one) => one !== run) : [...current, run];
          return { ...now, selection: { kind: 'these', runs } };
        }, 'replace'),
    };
  }, [selected, change]);
}
