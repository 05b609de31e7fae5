import { useCallback } from 'react';

import { searchGroups } from '../../api/runs';
import { tableSearch } from '../../data/tableSearch';
import type { RunGroup } from '../../model/run';
import type { TableSpec } from '../../model/table';
import type { VisibilityControl } from './visibility';

const groupDrawMax = 1000;

/** Shows all runs of a group in charts, or hides them if all are shown. */
export function useDrawGroup(project: string, spec: TableSpec, visibility: VisibilityControl) {
  return useCallback(
    async (group: RunGroup) => {
      const page = await searchGroups({
        ...tableSearch(project, spec, []),
        groupBy: spec.groups.slice(0, group.values.length),
        opened: new Map([[group.id, groupDrawMax]]),
        offset: 0,
        limit: 1,
      });
      const ids = page.runs.map((run) => run.id);
      visibility.set(ids, !ids.every((id) => visibility.isVisible(id)));
    },
    [project, spec, visibility],
  );
}
