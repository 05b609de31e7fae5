import { useQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';

import { searchRuns } from '../../api/runs';
import { ChartGrid } from '../../charts/ChartGrid';
import { Frame } from '../../components/Frame';
import { useLive } from '../../components/live';
import { EmptyState, ErrorState, Waiting } from '../../components/States';
import { useView, type Change } from '../../location';
import { idsQuery } from '../../nql/text';
import type { ChartsView } from '../../url/charts';
import { runsPath } from '../../url/route';
import { parseRun, printRun } from '../../url/run';

export interface RunPageProps {
  project: string;
  run: string;
}

export function RunPage({ project, run: id }: RunPageProps) {
  const [view, change] = useView(parseRun, printRun);
  useLive(project);
  const run = useQuery({
    queryKey: ['live', project, 'run', id],
    queryFn: async ({ signal }) =>
      (await searchRuns({ project, query: idsQuery([id]), experimentsOnly: false, sort: null, paths: [], offset: 0, limit: 1 }, signal)).runs[0] ?? null,
  });
  const label = run.data?.name ?? run.data?.customId ?? id;
  const runs = useMemo(() => [{ id, label }], [id, label]);
  const changeCharts = useCallback<Change<ChartsView>>(
    (update, how) => change((now) => ({ ...now, charts: update(now.charts) }), how),
    [change],
  );
  return (
    <Frame crumbs={[{ label: project, to: runsPath(project) }, { label }]}>
      {run.isPending ? <Waiting label="Loading" /> : run.isError ? <ErrorState what="The run could not be loaded" error={run.error} /> : run.data === null ? <EmptyState title="There is no such run" /> : (
        <ChartGrid project={project} runs={runs} experiments={false} view={view.charts} change={changeCharts} />
      )}
    </Frame>
  );
}
