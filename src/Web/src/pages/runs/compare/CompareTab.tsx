import { SegmentedControl } from '@mantine/core';
import { Suspense, useMemo, type ComponentType } from 'react';

import { EmptyState, Loading } from '../../../components/States';
import type { Change } from '../../../model/change';
import type { ChartRun } from '../../../model/chartRun';
import type { Column } from '../../../model/column';
import { compareModes, type CompareMode, type CompareView } from '../../../model/compare';
import type { RunsView } from '../../../model/runsView';
import { resultsOf } from '../../../model/suggestAxes';
import type { Sort } from '../../../model/table';
import { widgets } from '../../../widgets/registry';
import type { WidgetProps } from '../../../widgets/widget';
import classes from '../../../widgets/widgets.module.css';

export interface CompareTabProps {
  project: string;
  runs: readonly ChartRun[];
  view: CompareView;
  columns: readonly Column[];
  sorts: readonly Sort[];
  change: Change<RunsView>;
}

const names: Record<CompareMode, string> = {
  attributes: 'Attributes',
  parallel: 'Parallel coordinates',
  scatter: 'Scatter',
  bars: 'Bars',
  media: 'Media',
};

/** The visible runs side by side, in one of several ways. */
export function CompareTab({ project, runs, view, columns, sorts, change }: CompareTabProps) {
  const results = useMemo(() => resultsOf(columns, sorts), [columns, sorts]);
  // Each widget takes its part of the view.
  const Widget: ComponentType<WidgetProps<CompareView>> = widgets[view.mode];
  const set: Required<WidgetProps<CompareView>>['onChange'] = (part, how) =>
    change((now) => ({ ...now, compare: { ...now.compare, ...part } }), how);
  return (
    <>
      <div className={classes.modes}>
        <SegmentedControl
          aria-label="How to compare"
          value={view.mode}
          onChange={(mode) => set({ mode: mode as CompareMode })}
          data={compareModes.map((value) => ({ value, label: names[value] }))}
        />
      </div>
      {runs.length === 0 ? (
        <EmptyState title="No runs are shown">Click the eye next to a run to compare it here.</EmptyState>
      ) : (
        <Suspense fallback={<Loading label="Loading" />}>
          <Widget
            project={project}
            runs={runs}
            baseline={view.reference}
            spec={view}
            results={results}
            onChange={set}
            onRuns={(ids) => change((now) => ({ ...now, visible: { kind: 'these', runs: [...ids] } }))}
          />
        </Suspense>
      )}
    </>
  );
}
