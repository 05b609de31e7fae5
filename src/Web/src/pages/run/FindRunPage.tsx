import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';

import { searchRuns } from '../../api/runs';
import { navigate } from '../../browser/navigation';
import { Link } from '../../components/Link';
import { EmptyState, ErrorState, Loading } from '../../components/States';
import { all, any, attributeRef, quoteValue } from '../../model/query';
import { isNoProject, NoProject } from '../../project/NoProject';
import { AppShell } from '../../shell/AppShell';
import { runPath, runsPath, type FindRunBy } from '../../url/route';
import { parseRun, printRun } from '../../url/run';

export interface FindRunPageProps {
  project: string;
  by: FindRunBy;
  name: string;
  search: string;
}

/** Goes from a link that a client prints, or one of Neptune's, to the page of the run it means. */
export function FindRunPage({ project, by, name, search }: FindRunPageProps) {
  const found = useQuery({
    queryKey: ['find run', project, by, name],
    queryFn: async ({ signal }) => {
      const page = await searchRuns(
        { project, query: findQuery(by, name), experimentsOnly: false, sort: null, paths: [], offset: 0, limit: 1 },
        signal,
      );
      return page.runs[0]?.id ?? null;
    },
    // A client prints the link before the server has heard of the run.
    refetchInterval: (query) => (query.state.data === null ? 3000 : false),
  });
  const id = found.data;
  useEffect(() => {
    if (id) navigate(runPath(project, id, printRun(parseRun(search))), 'replace');
  }, [id, project, search]);
  const kind = by === 'experiment' ? 'experiment' : 'run';
  return (
    <AppShell crumbs={[{ label: project, to: runsPath(project) }, { label: name }]}>
      {isNoProject(found.error) ? (
        <NoProject project={project} made={() => void found.refetch()} />
      ) : found.isError ? (
        <ErrorState
          what={`The ${kind} could not be looked up`}
          error={found.error}
          retry={() => void found.refetch()}
        />
      ) : found.data === null ? (
        <EmptyState
          title={`No ${kind} is called “${name}” yet`}
          action={
            <Link className="link" to={runsPath(project)}>
              See all runs of the project
            </Link>
          }
        >
          If it has just been started, this page opens as soon as its first data are here.
        </EmptyState>
      ) : (
        <Loading label="Looking up the run" />
      )}
    </AppShell>
  );
}

function findQuery(by: FindRunBy, name: string): string {
  const is = (path: string) => `${attributeRef(path, 'string')} == ${quoteValue(name)}`;
  switch (by) {
    case 'customId':
      return is('sys/custom_run_id');
    case 'experiment':
      return all(is('sys/name'), `${attributeRef('sys/experiment/is_head', 'bool')} = true`);
    case 'run':
      return any(is('sys/id'), is('sys/custom_run_id'));
  }
}
