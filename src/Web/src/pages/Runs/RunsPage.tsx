import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';

import { searchRuns } from '../../api/runs';
import { FirstRun } from '../../components/FirstRun';
import { Frame, type FrameTab } from '../../components/Frame';
import { ChartIcon, CompareIcon, TableIcon } from '../../components/icons';
import { liveKey, useLive } from '../../components/live';
import { SidePane } from '../../components/SidePane';
import { EmptyState, ErrorState, Waiting } from '../../components/States';
import { go, useView } from '../../location';
import { runsPath } from '../../url/route';
import { parseRuns, printRuns, type RunsTab, type RunsView } from '../../url/runs';
import { exportCsv } from './exportCsv';
import classes from './RunsPage.module.css';
import { RunsTable } from './RunsTable';
import { useSelection } from './selection';
import { TabContent } from './TabContent';
import { Toolbar } from './Toolbar';
import { useColumns, useRunRows, useSelectedRuns } from './useRuns';

const tabs = [
  ['table', 'Runs', <TableIcon key="i" />],
  ['charts', 'Charts', <ChartIcon key="i" />],
  ['compare', 'Side-by-side', <CompareIcon key="i" />],
] as const satisfies [RunsTab, string, unknown][];

export interface RunsPageProps {
  project: string;
}

/** A project: the table of its runs, and their charts and attributes side by side. */
export function RunsPage({ project }: RunsPageProps) {
  const [view, change] = useView(parseRuns, printRuns);
  useLive(project);
  useRemembered(project, view);
  useTabKeys((tab) => change((now) => ({ ...now, tab })));
  const any = useAnyRun(project);
  const links = tabs.map<FrameTab>(([tab, label, icon]) => ({
    label,
    icon,
    to: runsPath(project, printRuns({ ...view, tab })),
    current: view.tab === tab,
  }));
  const [workspace, ...name] = project.split('/');
  const crumbs = [
    { label: workspace ?? '', to: `/?search=${encodeURIComponent(workspace ?? '')}` },
    { label: name.join('/'), to: runsPath(project) },
  ];
  return (
    <Frame crumbs={crumbs} tabs={any.data === true ? links : []}>
      {any.isPending ? (
        <Waiting label="Loading the project" />
      ) : any.data === undefined ? (
        <ErrorState what="The project could not be opened" error={any.error} retry={() => void any.refetch()} />
      ) : any.data ? (
        <Loaded project={project} view={view} change={change} />
      ) : (
        <EmptyState title="No runs yet" action={<FirstRun project={project} />}>
          Log the first one with these lines, on any machine that reaches this server. It shows up here by itself.
        </EmptyState>
      )}
    </Frame>
  );
}

function Loaded({ project, view, change }: RunsPageProps & { view: RunsView; change: ReturnType<typeof useView<RunsView>>[1] }) {
  const columns = useColumns(project, view);
  const selected = useSelectedRuns(project, view, columns);
  const selection = useSelection(selected.runs, change);
  // The toolbar shows what the server says of the query; the table asks the same question and shares the answer.
  const rows = useRunRows(project, view, columns, 0);
  const csv = useMutation({ mutationFn: () => exportCsv(project, view, columns) });
  const table = (isCompact: boolean) => (
    <RunsTable
      project={project}
      view={view}
      change={change}
      columns={columns}
      selection={selection}
      isCompact={isCompact}
    />
  );
  return (
    <>
      <Toolbar
        project={project}
        view={view}
        change={change}
        columns={columns}
        selectedCount={selected.runs.length}
        searchError={rows.error}
        exportCsv={() => csv.mutate()}
      />
      <div className={classes.content}>
        {view.tab === 'table' ? (
          table(false)
        ) : (
          <>
            <SidePane label="Runs" storageKey="runs-pane" width={300}>
              {table(true)}
            </SidePane>
            <div className={classes.pane}>
              <TabContent project={project} view={view} change={change} selected={selected} columns={columns} />
            </div>
          </>
        )}
      </div>
    </>
  );
}

/** Whether the project has runs at all; asks on until it has. */
function useAnyRun(project: string) {
  return useQuery({
    queryKey: [...liveKey(project), 'any'],
    queryFn: async ({ signal }) =>
      (await searchRuns({ project, query: '', experimentsOnly: false, sort: null, paths: [], offset: 0, limit: 1 }, signal))
        .total > 0,
    refetchInterval: (query) => (query.state.data === false ? 3000 : false),
    staleTime: (query) => (query.state.data === true ? Infinity : 0),
  });
}

/** A project opened without a view shows the columns and the order that one left it with. */
function useRemembered(project: string, view: RunsView) {
  const key = `view ${project}`;
  const keep = useMemo(
    () => printRuns({ ...parseRuns(''), mode: view.mode, sort: view.sort, columns: view.columns }),
    [view.mode, view.sort, view.columns],
  );
  useEffect(() => {
    if (window.location.search !== '') localStorage.setItem(key, keep);
  }, [key, keep]);
  useEffect(() => {
    const left = localStorage.getItem(key);
    if (window.location.search === '' && left) go(runsPath(project, left), 'replace');
  }, [key, project]);
}

/** 1, 2 and 3 go to the tabs. */
function useTabKeys(to: (tab: RunsTab) => void) {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement;
      if (event.ctrlKey || event.metaKey || event.altKey || target.closest('input, textarea, select, [contenteditable]')) return;
      const tab = tabs[Number(event.key) - 1]?.[0];
      if (tab !== undefined) to(tab);
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  });
}
