import { Button, Checkbox, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Suspense, useMemo, useState } from 'react';

import { listProjects, projectId, type Project } from '../../api/projects';
import { useView } from '../../browser/navigation';
import { PlusIcon, SearchIcon } from '../../components/icons';
import { EmptyState, ErrorState, Loading } from '../../components/States';
import { lazyWithRetry } from '../../data/lazyWithRetry';
import { plural } from '../../model/format';
import { nameMatcher } from '../../model/nameFilter';
import { FirstRun } from '../../project/FirstRun';
import { AppShell } from '../../shell/AppShell';
import { ProjectRow } from './ProjectRow';
import classes from './ProjectsPage.module.css';
import { RecentRuns, RunList } from './RecentRuns';
import { useActivity, useFoundRuns, type Activity } from './useActivity';

const ProjectDialog = lazyWithRetry(() => import('./ProjectDialog').then((module) => module.ProjectDialog));

interface ProjectsView {
  search: string;
  archived: boolean;
}

const parse = (search: string): ProjectsView => {
  const params = new URLSearchParams(search);
  return { search: params.get('search') ?? '', archived: params.get('archived') === '1' };
};

const print = ({ search, archived }: ProjectsView): string => {
  const params = new URLSearchParams({ ...(search && { search }), ...(archived && { archived: '1' }) }).toString();
  return params === '' ? '' : `?${params}`;
};

/** Home: every project that one may see, by workspace. */
export function ProjectsPage() {
  const [view, change] = useView(parse, print);
  const [isCreating, setCreating] = useState(false);
  const projects = useQuery({
    queryKey: ['projects'],
    queryFn: ({ signal }) => listProjects(signal),
    refetchInterval: 30_000,
  });
  const open = useMemo(
    () => (projects.data ?? []).filter((project) => view.archived || !project.archived),
    [projects.data, view.archived],
  );
  const activity = useActivity(open);
  const found = useFoundRuns(open, view.search);
  const shown = useMemo(() => filterProjects(open, view.search, activity), [open, view.search, activity]);
  const workspaces = useMemo(() => byWorkspace(shown), [shown]);
  const hasArchived = projects.data?.some((project) => project.archived) ?? false;

  return (
    <AppShell>
      <div className={classes.page}>
        <div className={classes.column}>
          <div className={classes.head}>
            <h1>Projects</h1>
            <TextInput
              className={classes.search}
              data-search
              leftSection={<SearchIcon size={14} />}
              placeholder="Search projects and runs"
              aria-label="Search projects and runs"
              value={view.search}
              onChange={(event) => change((now) => ({ ...now, search: event.target.value }), 'replace')}
            />
            {hasArchived && (
              <Checkbox
                label="Archived"
                checked={view.archived}
                onChange={(event) => change((now) => ({ ...now, archived: event.target.checked }))}
              />
            )}
            <Button leftSection={<PlusIcon size={14} />} onClick={() => setCreating(true)}>
              New project
            </Button>
          </div>
          {projects.isPending ? (
            <Loading label="Loading projects" />
          ) : projects.isError ? (
            <ErrorState
              what="The projects could not be loaded"
              error={projects.error}
              retry={() => void projects.refetch()}
            />
          ) : shown.length === 0 && found.runs.length === 0 && !found.isPending ? (
            <Nothing isEmpty={projects.data.length === 0} view={view} />
          ) : (
            <>
              {view.search === '' && <RecentRuns activity={activity} />}
              {[...workspaces].map(([workspace, list]) => (
                <section key={workspace} className={classes.workspace} aria-label={`Workspace ${workspace}`}>
                  <h2>
                    <bdi className="name">{workspace}</bdi>
                    <span>{plural(list.length, 'project')}</span>
                  </h2>
                  <ul className={classes.list}>
                    {list.map((project) => (
                      <ProjectRow key={project.id} project={project} activity={activity.get(projectId(project))} />
                    ))}
                  </ul>
                </section>
              ))}
              {found.runs.length > 0 && (
                <section className={classes.workspace} aria-label="Runs that match">
                  <h2>
                    Runs <span>{plural(found.runs.length, 'run')} by name</span>
                  </h2>
                  <RunList runs={found.runs} />
                </section>
              )}
            </>
          )}
        </div>
      </div>
      <Suspense>
        {isCreating && (
          <ProjectDialog
            close={() => setCreating(false)}
            workspaces={[...new Set((projects.data ?? []).map((project) => project.organizationName))]}
          />
        )}
      </Suspense>
    </AppShell>
  );
}

function byWorkspace(projects: readonly Project[]): Map<string, Project[]> {
  const groups = new Map<string, Project[]>();
  for (const project of projects) {
    const group = groups.get(project.organizationName);
    if (group === undefined) groups.set(project.organizationName, [project]);
    else group.push(project);
  }
  return groups;
}

function Nothing({ isEmpty, view }: { isEmpty: boolean; view: ProjectsView }) {
  if (!isEmpty) {
    return (
      <EmptyState title="No project matches">
        {view.search === ''
          ? 'All projects are archived: tick “Archived” to see them.'
          : `Nothing is called “${view.search}”.`}
      </EmptyState>
    );
  }
  return (
    <EmptyState title="No projects yet" action={<FirstRun project="my-workspace/my-project" />}>
      Create one with the button above, then log a run to it:
    </EmptyState>
  );
}

/** Those that match: first where runs are running, then where one logged last. */
function filterProjects(
  projects: readonly Project[],
  search: string,
  activity: ReadonlyMap<string, Activity>,
): Project[] {
  const matches = nameMatcher(search);
  const of = (project: Project) => activity.get(projectId(project));
  const lastOf = (project: Project) => of(project)?.last ?? new Date(project.timeOfCreation).getTime();
  return projects
    .filter((project) => matches(`${projectId(project)} ${project.description}`))
    .sort(
      (a, b) =>
        Number((of(b)?.running ?? 0) > 0) - Number((of(a)?.running ?? 0) > 0) ||
        lastOf(b) - lastOf(a) ||
        projectId(a).localeCompare(projectId(b)),
    );
}
