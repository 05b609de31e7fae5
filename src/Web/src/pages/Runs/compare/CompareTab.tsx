import { SegmentedControl } from '@mantine/core';
import { lazy, Suspense } from 'react';

import type { ChartRun } from '../../../charts/ChartCard';
import { EmptyState, Waiting } from '../../../components/States';
import { patient } from '../../../components/patient';
import type { Change } from '../../../location';
import { compareModes, type CompareMode, type CompareView } from '../../../url/compare';
import type { Column, RunsView, Sort } from '../../../url/runs';
import classes from './Compare.module.css';

const AttributesMode = lazy(() =>
  patient(() => import('./AttributesMode')).then((module) => ({ default: module.AttributesMode })),
);
const ParallelMode = lazy(() =>
  patient(() => import('./ParallelMode')).then((module) => ({ default: module.ParallelMode })),
);
const ScatterMode = lazy(() =>
  patient(() => import('./ScatterMode')).then((module) => ({ default: module.ScatterMode })),
);
const BarsMode = lazy(() => patient(() => import('./BarsMode')).then((module) => ({ default: module.BarsMode })));
const MediaMode = lazy(() => patient(() => import('./MediaMode')).then((module) => ({ default: module.MediaMode })));

export type SetCompare = (part: Partial<CompareView>, how?: 'push' | 'replace') => void;

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
  const only = (ids: readonly string[]) => change((now) => ({ ...now, selection: { kind: 'these', runs: [...ids] } }));
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
        <Suspense fallback={<Waiting label="Loading" />}>
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
