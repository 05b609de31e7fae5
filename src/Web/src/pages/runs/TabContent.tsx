import { Suspense, useCallback } from 'react';

import { ShownRunSet } from '../../boards/share/linkRuns';
import { ChartTools } from '../../charts/chartTools';
import { ChartGrid } from '../../charts/grid/ChartGrid';
import { ErrorState, Loading } from '../../components/States';
import { useStable } from '../../components/useStable';
import { lazyWithRetry } from '../../data/lazyWithRetry';
import { useColors } from '../../data/useColors';
import { useRunGroups } from '../../data/useRunGroups';
import type { RunSetRuns } from '../../data/useRunSet';
import type { Change } from '../../model/change';
import type { ChartSpec } from '../../model/chart';
import type { ChartRun } from '../../model/chartRun';
import type { ChartsView } from '../../model/chartsView';
import type { Column } from '../../model/column';
import { runLabel } from '../../model/run';
import { runSetOf } from '../../model/runSet';
import type { RunsView } from '../../model/runsView';
import { ColorKey } from '../../widgets/coloring/ColorKey';
import type { RunColors } from '../../widgets/coloring/useRunColors';
import type { Comparing } from '../../widgets/table/comparing';
import { CompareTab } from './compare/CompareTab';

const DashboardsTab = lazyWithRetry(() =>
  import('../../boards/DashboardsTab').then((module) => module.DashboardsTab),
);

const AddChart = lazyWithRetry(() => import('../../boards/AddToBoard').then((module) => module.AddChart));

const noGroups: RunsView['groups'] = [];

export interface TabContentProps {
  project: string;
  view: RunsView;
  change: Change<RunsView>;
  visible: RunSetRuns;
  columns: readonly Column[];
  comparing: Comparing;
  /** The colors that an attribute gives to the runs, if one does. */
  byColumn: RunColors;
}

/** The pane next to the list of runs: their charts, or their comparison. */
export function TabContent(props: TabContentProps) {
  const { project, view, change, visible, columns, comparing, byColumn } = props;
  const { mode, tab } = view;
  const colors = useColors(project);
  // Live refreshes bring new rows with the same names: charts render again only when names, colors or the order change.
  const ids = useStable(visible.runs.map((run) => run.id));
  const isDrawn = tab === 'charts' || tab === 'dashboards';
  const groupBy = isDrawn ? view.groups : noGroups;
  const groups = useRunGroups(project, ids, groupBy);
  const runs = useStable(
    visible.runs.map((run): ChartRun => {
      const group = groups.get(run.id);
      const chosen = group && colors.value(groupBy.at(-1)?.path ?? '', group.value);
      return {
        id: run.id,
        label: runLabel(run, mode),
        color: (isDrawn ? comparing.colors?.get(run.id) : undefined) ?? colors.chosen(run.id) ?? undefined,
        group: group && { id: group.id, label: group.label, color: chosen ?? undefined },
      };
    }),
  );
  const changeCharts = useCallback<Change<ChartsView>>(
    (update, how) => change((now) => ({ ...now, charts: update(now.charts) }), how),
    [change],
  );
  const addToBoard = useCallback(
    (chart: ChartSpec) => (
      <Suspense fallback={null}>
        <AddChart project={project} chart={chart} runs={runs} />
      </Suspense>
    ),
    [project, runs],
  );
  if (visible.error !== null && visible.runs.length === 0) {
    return <ErrorState what="The selected runs could not be loaded" error={visible.error} />;
  }
  if (visible.isPending) return <Loading label="Loading the selected runs" />;
  // One that is not there any more would have no lines.
  const baseline = comparing.values === null ? null : comparing.baseline;
  if (tab === 'dashboards') {
    return (
      <Suspense fallback={<Loading label="Loading" />}>
        <ShownRunSet value={runSetOf(view, view.visible)}>
          <DashboardsTab
            project={project}
            runs={runs}
            experiments={mode === 'experiments'}
            baseline={baseline}
            board={view.board}
            open={(board) => change((now) => ({ ...now, board, variables: {} }))}
            chosen={view.variables}
            choose={(variables) => change((now) => ({ ...now, variables }), 'replace')}
          />
        </ShownRunSet>
      </Suspense>
    );
  }
  return tab === 'charts' ? (
    <ChartTools value={addToBoard}>
      <ChartGrid
        project={project}
        runs={runs}
        experiments={mode === 'experiments'}
        baseline={baseline}
        directions={comparing.directions}
        colorKey={<ColorKey colors={byColumn} />}
        view={view.charts}
        change={changeCharts}
      />
    </ChartTools>
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
