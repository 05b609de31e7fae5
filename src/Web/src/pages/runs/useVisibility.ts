import { useMemo } from 'react';

import type { Change } from '../../model/change';
import type { Run } from '../../model/run';
import type { RunsView } from '../../model/runsView';
import type { VisibilityControl } from '../../widgets/table/visibility';

/** The eyes of the table: pressing one turns "the first five" into exactly these runs. */
export function useVisibility(runs: readonly Run[], change: Change<RunsView>): VisibilityControl {
  return useMemo(() => {
    const ids = runs.map((run) => run.id);
    const chosen = new Set(ids);
    const set = (some: readonly string[], isVisible: boolean | null) =>
      change((now) => {
        const current = now.visible.kind === 'these' ? now.visible.runs : ids;
        const isThere = new Set(current);
        const add = some.filter((run) => !isThere.has(run) && isVisible !== false);
        const remove = new Set(some.filter((run) => isThere.has(run) && isVisible !== true));
        return { ...now, visible: { kind: 'these', runs: [...current.filter((run) => !remove.has(run)), ...add] } };
      }, 'replace');
    return {
      ids,
      isVisible: (run) => chosen.has(run),
      toggle: (run) => set([run], null),
      set,
      setOnly: (some) => change((now) => ({ ...now, visible: { kind: 'these', runs: [...some] } })),
    };
  }, [runs, change]);
}
