import { useCallback, useMemo } from 'react';

import type { ChartRun } from '../../charts/ChartCard';
import { ChartGrid } from '../../charts/ChartGrid';
import { useColors } from '../../components/colors';
import { ErrorState, Waiting } from '../../components/States';
import type { Change } from '../../location';
import type { ChartsView } from '../../url/charts';
import type { Column, RunsView } from '../../url/runs';
import { CompareTab } from './compare/CompareTab';
import { useRunGroups } from './useRunGroups';
import { runLabel, type SelectedRuns } from './useRuns';

const noGroups: RunsView['groups'] = [];

export interface TabContentProps {
  project: string;
  view: RunsView;
  change: Change<RunsView>;
  selected: SelectedRuns;
  columns: readonly Column[];
}

/** What stands beside the list of runs: their charts, or their attributes side by side. */
export function TabContent({ project, view, change, selected, columns }: TabContentProps) {
  const { mode, tab } = view;
  const colors = useColors(project);
  // Live refreshes bring new rows with the same names: charts are told only when names, colours or the order change.
  const ids = JSON.stringify(selected.runs.map((run) => run.id));
  const groupBy = tab === 'charts' ? view.groups : noGroups;
  const groups = useRunGroups(project, useMemo(() => JSON.parse(ids) as string[], [ids]), groupBy);
  const names = JSON.stringify(
    selected.runs.map((run): ChartRun => {
      const group = groups.get(run.id);
      const chosen = group && colors.value(groupBy.at(-1)?.path ?? '', group.value);
      return {
        id: run.id,
        label: runLabel(run, mode),
        color: colors.chosen(run.id) ?? undefined,
        group: group && { id: group.id, label: group.label, color: chosen ?? undefined },
      };
    }),
  );
  const runs = useMemo(() => JSON.parse(names) as ChartRun[], [names]);
  const changeCharts = useCallback<Change<ChartsView>>(
    (update, how) => change((now) => ({ ...now, charts: update(now.charts) }), how),
    [change],
  );
  if (selected.error !== null && selected.runs.length === 0) {
    return <ErrorState what="The selected runs could not be loaded" error={selected.error} />;
  }
  if (selected.isPending) return <Waiting label="Loading the selected runs" />;
  return tab === 'charts' ? (
    <ChartGrid
      project={project}
      runs={runs}
      experiments={mode === 'experiments'}
      view={view.charts}
      change={changeCharts}
    />
  ) : (
    <CompareTab
      project={project}
      runs={runs}
      view={view.compare}
      columns={columns}
      sorts={view.sorts}
      change={change}
    />
  );
}
