import { Button, Group } from '@mantine/core';
import { Suspense, useCallback, useMemo } from 'react';

import { navigate, useView } from '../../browser/navigation';
import { ChartGrid } from '../../charts/grid/ChartGrid';
import {
  BarsIcon,
  ChartIcon,
  CodeIcon,
  FileIcon,
  ForkIcon,
  OverviewIcon,
  PerRowIcon,
  TextIcon,
} from '../../components/icons';
import { Link } from '../../components/Link';
import { EmptyState, ErrorState, Loading } from '../../components/States';
import { lazyWithRetry } from '../../data/lazyWithRetry';
import { useLive } from '../../data/live';
import { useColors } from '../../data/useColors';
import type { Change } from '../../model/change';
import type { ChartsView } from '../../model/chartsView';
import type { Run } from '../../model/run';
import type { RunTab, RunView } from '../../model/runView';
import { isNoProject, NoProject } from '../../project/NoProject';
import { AppShell, type ShellTab } from '../../shell/AppShell';
import { runPath, runsPath } from '../../url/route';
import { parseRun, printRun } from '../../url/run';
import { AttributesTab } from './attributes/AttributesTab';
import { FilesTab } from './files/FilesTab';
import { RunHead } from './head/RunHead';
import { LineageTab } from './lineage/LineageTab';
import { LogsTab } from './logs/LogsTab';
import { OverviewTab } from './overview/OverviewTab';
import { SourceTab } from './source/SourceTab';
import { useRun } from './useRun';

const DashboardsTab = lazyWithRetry(() =>
  import('../../boards/DashboardsTab').then((module) => module.DashboardsTab),
);

const tabs = [
  ['overview', 'Overview', <OverviewIcon key="i" />],
  ['attributes', 'Attributes', <BarsIcon key="i" />],
  ['charts', 'Charts', <ChartIcon key="i" />],
  ['logs', 'Logs', <TextIcon key="i" />],
  ['files', 'Files', <FileIcon key="i" />],
  ['source', 'Source code', <CodeIcon key="i" />],
  ['lineage', 'Lineage', <ForkIcon key="i" />],
  ['dashboards', 'Dashboards', <PerRowIcon key="i" />],
] as const satisfies [RunTab, string, unknown][];

export interface RunPageProps {
  project: string;
  run: string;
}

/** One run: what it logged, by kind. */
export function RunPage({ project, run: id }: RunPageProps) {
  const [view, change] = useView(parseRun, printRun);
  useLive(project);
  const run = useRun(project, id);
  const label = run.data?.name ?? run.data?.customId ?? id;
  const links = tabs.map<ShellTab>(([tab, name, icon]) => ({
    label: name,
    icon,
    to: runPath(project, id, printRun({ ...view, tab, attribute: null })),
    current: view.tab === tab,
  }));
  const [workspace, ...name] = project.split('/');
  return (
    <AppShell
      crumbs={[
        { label: workspace ?? '', to: `/?search=${encodeURIComponent(workspace ?? '')}` },
        { label: name.join('/'), to: runsPath(project) },
        { label },
      ]}
      tabs={run.data ? links : []}
    >
      {run.isPending ? (
        <Loading label="Loading the run" />
      ) : isNoProject(run.error) ? (
        <NoProject project={project} made={() => navigate(runsPath(project))} />
      ) : run.data === undefined ? (
        <ErrorState what="The run could not be loaded" error={run.error} retry={() => void run.refetch()} />
      ) : run.data === null ? (
        <EmptyState
          title={`There is no run “${id}” in this project`}
          action={
            <Group gap="sm" justify="center">
              <Button variant="default" component={Link} to={runsPath(project, '?mode=runs')}>
                All runs of the project
              </Button>
              <Button variant="default" component={Link} to={runsPath(project, '?mode=runs&trash=1')}>
                Its trash
              </Button>
            </Group>
          }
        >
          It may have been deleted, or be a run of another project. Addresses name runs by short ids, such as LLM-29.
        </EmptyState>
      ) : (
        <>
          <RunHead project={project} run={run.data} />
          <Tab project={project} run={run.data} label={label} view={view} change={change} />
        </>
      )}
    </AppShell>
  );
}

interface TabProps {
  project: string;
  run: Run;
  label: string;
  view: RunView;
  change: Change<RunView>;
}

function Tab({ project, run, label, view, change }: TabProps) {
  const { id } = run;
  const color = useColors(project).chosen(id) ?? undefined;
  const runs = useMemo(() => [{ id, label, color }], [id, label, color]);
  const changeCharts = useCallback<Change<ChartsView>>(
    (update, how) => change((now) => ({ ...now, charts: update(now.charts) }), how),
    [change],
  );
  switch (view.tab) {
    case 'overview':
      return (
        <OverviewTab project={project} run={run} runs={runs} view={view} change={change} changeCharts={changeCharts} />
      );
    case 'attributes':
      return <AttributesTab project={project} run={run} view={view} change={change} changeCharts={changeCharts} />;
    case 'charts':
      return <ChartGrid project={project} runs={runs} experiments={false} view={view.charts} change={changeCharts} />;
    case 'logs':
      return <LogsTab project={project} run={run} view={view} change={change} />;
    case 'files':
      return <FilesTab project={project} run={run} view={view} change={change} />;
    case 'source':
      return <SourceTab project={project} run={run} />;
    case 'lineage':
      return <LineageTab project={project} run={run} view={view} change={change} />;
    case 'dashboards':
      return (
        <Suspense fallback={<Loading label="Loading" />}>
          <DashboardsTab
            project={project}
            run={id}
            runs={runs}
            experiments={false}
            baseline={null}
            board={view.board}
            open={(board) => change((now) => ({ ...now, board, variables: {} }))}
            chosen={view.variables}
            choose={(variables) => change((now) => ({ ...now, variables }), 'replace')}
          />
        </Suspense>
      );
  }
}
