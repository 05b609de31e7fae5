import { useQuery } from '@tanstack/react-query';
import { Suspense, useCallback, useMemo, useState } from 'react';

import { searchRuns } from '../../api/runs';
import { useView } from '../../browser/navigation';
import { ChartIcon, CompareIcon, OverviewIcon, ReportIcon, TableIcon } from '../../components/icons';
import { SidePane } from '../../components/SidePane';
import { EmptyState, ErrorState, Loading } from '../../components/States';
import { lazyWithRetry } from '../../data/lazyWithRetry';
import { liveKey, useLive } from '../../data/live';
import { useColumns } from '../../data/useColumns';
import { useRunSet } from '../../data/useRunSet';
import type { Change } from '../../model/change';
import { runSetOf } from '../../model/runSet';
import type { RunsTab, RunsView } from '../../model/runsView';
import type { TableSpec } from '../../model/table';
import { FirstRun } from '../../project/FirstRun';
import { isNoProject, NoProject } from '../../project/NoProject';
import { AppShell, type ShellTab } from '../../shell/AppShell';
import { reportPath, runsPath } from '../../url/route';
import { parseRuns, printRuns } from '../../url/runs';
import { useSelection } from '../../widgets/table/selection';
import { useRunRows } from '../../widgets/table/useRunRows';
import { RunsTable } from '../../widgets/table/Widget';
import { BulkBar } from './bulk/BulkBar';
import { TrashNote } from './bulk/Trash';
import classes from './RunsPage.module.css';
import { CsvExport } from './toolbar/CsvExport';
import { Toolbar } from './toolbar/Toolbar';
import { useComparing } from './useComparing';
import { useOpening } from './useOpening';
import { useVisibility } from './useVisibility';
import { useViews, type Views } from './views/useViews';

const TabContent = lazyWithRetry(() => import('./TabContent').then((module) => module.TabContent));

const tabs = [
  ['table', 'Runs', <TableIcon key="i" />],
  ['charts', 'Charts', <ChartIcon key="i" />],
  ['compare', 'Side-by-side', <CompareIcon key="i" />],
  ['dashboards', 'Dashboards', <OverviewIcon key="i" />],
] as const satisfies [RunsTab, string, unknown][];

export interface RunsPageProps {
  project: string;
}

/** A project: the table of its runs, and their charts and attributes side by side. */
export function RunsPage({ project }: RunsPageProps) {
  const views = useViews(project);
  const { base } = views;
  const parse = useCallback((search: string) => parseRuns(search, base(viewIdOf(search))), [base]);
  const print = useCallback((view: RunsView) => printRuns(view, base(view.viewId)), [base]);
  const [view, change] = useView(parse, print);
  useLive(project);
  const any = useAnyRun(project);
  const isOpening = useOpening(project, view, views, any.data);
  const links = tabs.map<ShellTab>(([tab, label, icon]) => ({
    label,
    icon,
    to: runsPath(project, print({ ...view, tab })),
    current: view.tab === tab,
  }));
  links.push({ label: 'Reports', icon: <ReportIcon />, to: reportPath(project, null), current: false });
  const [workspace, ...name] = project.split('/');
  const crumbs = [
    { label: workspace ?? '', to: `/?search=${encodeURIComponent(workspace ?? '')}` },
    { label: name.join('/'), to: runsPath(project) },
  ];
  return (
    <AppShell crumbs={crumbs} tabs={typeof any.data === 'number' && any.data > 0 ? links : []}>
      {any.isPending || views.isPending || isOpening ? (
        <Loading label="Loading the project" />
      ) : any.data === undefined ? (
        <ErrorState what="The project could not be opened" error={any.error} retry={() => void any.refetch()} />
      ) : any.data === 'noProject' ? (
        <NoProject project={project} />
      ) : any.data > 0 ? (
        // Of an experiment any run can be in the trash, not only the newest.
        <Loaded
          project={project}
          view={view.trash ? { ...view, mode: 'runs' } : view}
          views={views}
          change={change}
        />
      ) : (
        <EmptyState title="No runs yet" action={<FirstRun project={project} />}>
          Log the first one with these lines, on any machine that reaches this server. It shows up here by itself.
        </EmptyState>
      )}
    </AppShell>
  );
}

function viewIdOf(search: string): string | null {
  return new URLSearchParams(search).get('viewId');
}

interface LoadedProps extends RunsPageProps {
  view: RunsView;
  views: Views;
  change: Change<RunsView>;
}

function Loaded({ project, view, views, change }: LoadedProps) {
  const columns = useColumns(project, view.columns);
  const runSet = useMemo(() => runSetOf(view, view.visible), [view]);
  const visible = useRunSet(project, runSet);
  const visibility = useVisibility(visible.runs, change);
  const selection = useSelection();
  const { comparing, byColumn } = useComparing(project, view, change, columns, visible.runs);
  const changeTable = useCallback<Change<TableSpec>>(
    (update, how) => change((now) => ({ ...now, ...update(now) }), how),
    [change],
  );
  // The toolbar shows what the server says of the query; the table asks the same question and shares the answer.
  const rows = useRunRows(project, view, columns, 0, view.compare.reference);
  const [csv, setCsv] = useState<{ view: RunsView } | null>(null);
  const table = (isCompact: boolean) => (
    <RunsTable
      project={project}
      spec={view}
      change={changeTable}
      columns={columns}
      visibility={visibility}
      selection={selection}
      comparing={comparing}
      isCompact={isCompact}
    />
  );
  return (
    <>
      <Toolbar
        project={project}
        view={view}
        views={views}
        change={change}
        columns={columns}
        visibleCount={visible.runs.length}
        searchError={rows.error}
        exportCsv={() => setCsv({ view })}
      />
      {view.trash && <TrashNote change={change} />}
      <div className={classes.content}>
        {view.tab === 'table' ? (
          <>
            {table(false)}
            <BulkBar project={project} view={view} selection={selection} visibility={visibility} total={rows.total} />
          </>
        ) : (
          <>
            <SidePane label="Runs" storageKey="runs-pane" width={window.innerWidth < 1100 ? 250 : 340}>
              {table(true)}
            </SidePane>
            <div className={classes.pane}>
              <Suspense fallback={<Loading label="Loading" />}>
                <TabContent
                  project={project}
                  view={view}
                  change={change}
                  visible={visible}
                  columns={columns}
                  comparing={comparing}
                  byColumn={byColumn}
                />
              </Suspense>
            </div>
          </>
        )}
      </div>
      {csv !== null && <CsvExport project={project} view={csv.view} columns={columns} close={() => setCsv(null)} />}
    </>
  );
}

/** How many runs the project has, or that it is not there; asks on until it has one. */
function useAnyRun(project: string) {
  return useQuery({
    queryKey: [...liveKey(project), 'any'],
    queryFn: async ({ signal }): Promise<number | 'noProject'> => {
      const search = { project, query: '', experimentsOnly: false, sort: null, paths: [], offset: 0, limit: 1 };
      try {
        return (await searchRuns(search, signal)).total;
      } catch (error) {
        if (isNoProject(error)) return 'noProject';
        throw error;
      }
    },
    refetchInterval: ({ state }) => (state.data === 0 || state.data === 'noProject' ? 3000 : false),
    staleTime: (query) => (typeof query.state.data === 'number' && query.state.data > 1 ? Infinity : 0),
  });
}
