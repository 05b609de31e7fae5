import { SegmentedControl } from '@mantine/core';
import { Suspense } from 'react';

import { EmptyState, Loading } from '../../../components/States';
import { lazyWithRetry } from '../../../data/lazyWithRetry';
import type { Change } from '../../../model/change';
import type { ChartRun } from '../../../model/chartRun';
import type { Column } from '../../../model/column';
import { compareModes, type CompareMode, type CompareView, type SetCompare } from '../../../model/compare';
import type { RunsView } from '../../../model/runsView';
import type { Sort } from '../../../model/table';
import classes from '../../../widgets/widgets.module.css';

const AttributesMode = lazyWithRetry(
  () => import('../../../widgets/attributes/Widget').then((module) => module.AttributesMode),
);
const ParallelMode = lazyWithRetry(
  () => import('../../../widgets/parallel/Widget').then((module) => module.ParallelMode),
);
const ScatterMode = lazyWithRetry(() => import('../../../widgets/scatter/Widget').then((module) => module.ScatterMode));
const BarsMode = lazyWithRetry(() => import('../../../widgets/bars/Widget').then((module) => module.BarsMode));
const MediaMode = lazyWithRetry(() => import('../../../widgets/media/Widget').then((module) => module.MediaMode));

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

/** The shown runs side by side, in one of several ways. */
export function CompareTab({ project, runs, view, columns, sorts, change }: CompareTabProps) {
  const set: SetCompare = (part, how) => change((now) => ({ ...now, compare: { ...now.compare, ...part } }), how);
  const only = (ids: readonly string[]) => change((now) => ({ ...now, visible: { kind: 'these', runs: [...ids] } }));
  const suggesting = { project, runs, view, columns, sorts, set };
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
        <EmptyState title="No runs are shown">Press the eyes beside the runs to compare them here.</EmptyState>
      ) : (
        <Suspense fallback={<Loading label="Loading" />}>
          {view.mode === 'attributes' && <AttributesMode project={project} runs={runs} view={view} set={set} />}
          {view.mode === 'parallel' && <ParallelMode {...suggesting} only={only} />}
          {view.mode === 'scatter' && <ScatterMode {...suggesting} />}
          {view.mode === 'bars' && <BarsMode {...suggesting} />}
          {view.mode === 'media' && <MediaMode project={project} runs={runs} view={view} set={set} />}
        </Suspense>
      )}
    </>
  );
}
