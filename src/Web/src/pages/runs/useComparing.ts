import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';

import { searchRuns } from '../../api/runs';
import { useStable } from '../../components/useStable';
import { liveKey } from '../../data/live';
import { useFigures } from '../../data/useFigures';
import type { Change } from '../../model/change';
import type { ChartRun } from '../../model/chartRun';
import type { Column } from '../../model/column';
import type { CompareView } from '../../model/compare';
import { idsQuery } from '../../model/query';
import type { Run } from '../../model/run';
import type { RunsView } from '../../model/runsView';
import { useRunColors, type RunColors } from '../../widgets/coloring/useRunColors';
import type { Comparing } from '../../widgets/table/comparing';

/** What the page's table, charts and side-by-side tab share in comparing runs; it stays the same until that changes. */
export function useComparing(
  project: string,
  view: RunsView,
  change: Change<RunsView>,
  columns: readonly Column[],
  visible: readonly Run[],
): { comparing: Comparing; byColumn: RunColors } {
  const { reference: baseline, directions } = view.compare;
  const { colorBy } = view.charts;
  const values = useBaseline(project, baseline, columns);
  const runs = useStable(visible.map(({ id }): ChartRun => ({ id, label: id })));
  const byColumn = useRunColors(runs, useFigures(project, runs, colorBy === null ? [] : [colorBy], baseline), colorBy);
  const colors = useStable(colorBy === null ? null : runs.map(({ id }, at) => [id, byColumn.of(at)] as const));
  const comparing = useMemo((): Comparing => {
    const set = (part: (now: CompareView) => Partial<CompareView>) =>
      change((now) => ({ ...now, compare: { ...now.compare, ...part(now.compare) } }));
    return {
      baseline,
      setBaseline: (run) => set(() => ({ reference: run })),
      values,
      directions,
      setDirection: (path, direction) =>
        set((now) => {
          const others = Object.entries(now.directions).filter(([one]) => one !== path);
          return { directions: Object.fromEntries(direction === null ? others : [...others, [path, direction]]) };
        }),
      colorBy,
      setColorBy: (field) => change((now) => ({ ...now, charts: { ...now.charts, colorBy: field } })),
      colors: colors === null ? null : new Map(colors),
    };
  }, [baseline, values, directions, colorBy, colors, change]);
  return { comparing, byColumn };
}

/** The baseline with the values of the columns. */
function useBaseline(project: string, baseline: string | null, columns: readonly Column[]): Run | null {
  const paths = columns.map(({ path }) => path);
  const query = idsQuery([baseline ?? '']);
  const search = { project, query, experimentsOnly: false, sort: null, offset: 0, limit: 1 };
  const { data = null } = useQuery({
    queryKey: [...liveKey(project), 'baseline', baseline, paths],
    queryFn: async ({ signal }) => (await searchRuns({ ...search, paths }, signal)).runs[0] ?? null,
    enabled: baseline !== null,
  });
  return baseline === null ? null : data;
}
