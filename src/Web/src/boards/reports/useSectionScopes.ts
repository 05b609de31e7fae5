import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { use, useMemo } from 'react';

import { listProjects, projectId } from '../../api/projects';
import { searchManyRuns } from '../../api/runs';
import { useStable } from '../../components/useStable';
import { liveKey } from '../../data/live';
import { useColors } from '../../data/useColors';
import type { ChartRun } from '../../model/chartRun';
import type { Run } from '../../model/run';
import type { BoardSection } from '../board';
import { SharedScopes } from '../share/sharedScopes';
import type { BoardScope } from '../widget';
import { readRuns, runsQuery, type SectionRuns } from './runGroups';

const searchesMax = 100;
const noScopes: ReadonlyMap<string, BoardScope> = new Map();

/** What sections show that bring their own runs; the others show the board's. */
export function useSectionScopes(
  scope: BoardScope,
  sections: readonly BoardSection[],
): { of: (section: string) => BoardScope; isPending: boolean; error: Error | null } {
  const { project } = scope;
  const sets = useStable(
    sections.flatMap(({ id, head }) => {
      const runs = readRuns(head);
      return runs === null ? [] : [{ id, runs }];
    }),
  );
  const isForeign = sets.some(({ runs }) => runs.project !== null);
  const projects = useQuery({
    queryKey: ['projects'],
    queryFn: ({ signal }) => listProjects(signal),
    enabled: isForeign,
  });
  const found = useQuery({
    queryKey: [...liveKey(project), 'report runs', sets],
    queryFn: ({ signal }) => searchAll(project, sets.map(({ runs }) => runs), signal),
    placeholderData: keepPreviousData,
    enabled: sets.length > 0,
  });
  const colors = useColors(project);
  const scopes = useStable(
    sets.map(({ id, runs: set }, at): [string, BoardScope] => {
      const known = projects.data?.find((one) => one.id === set.project);
      const runs = found.data?.[at] ?? [];
      return [
        id,
        {
          project: set.project === null ? project : known === undefined ? set.project : projectId(known),
          runs: inOrder(runs, set).map((run) =>
            chartRun(run, set, set.project === null ? colors.chosen(run.id) : null),
          ),
          experiments: set.kind === 'first' && set.experimentsOnly,
          baseline: null,
          ...(set.kind === 'these' && set.frozen !== null && { asOf: set.frozen.moment }),
        },
      ];
    }),
  );
  const byId = useMemo(() => (scopes.length === 0 ? noScopes : new Map(scopes)), [scopes]);
  const shared = use(SharedScopes);
  return useMemo(
    () => ({
      of: (section: string) => (shared ?? byId).get(section) ?? scope,
      isPending: sets.length > 0 && found.isPending,
      error: found.error,
    }),
    [shared, byId, scope, sets.length, found.isPending, found.error],
  );
}

async function searchAll(project: string, sets: readonly SectionRuns[], signal: AbortSignal): Promise<Run[][]> {
  const out: Run[][] = [];
  for (let at = 0; at < sets.length; at += searchesMax) {
    const some = sets.slice(at, at + searchesMax);
    const asked = some.map((set) => ({
      project: set.project ?? project,
      query: runsQuery(set),
      experimentsOnly: set.kind === 'first' && set.experimentsOnly,
      sort: null,
      paths: [],
      offset: 0,
      limit: set.kind === 'first' ? set.count : Math.max(1, set.names.length * 2),
    }));
    // A set without names finds nothing: an empty query would find all.
    const isEmpty = (set: SectionRuns) => set.kind === 'these' && set.names.length === 0;
    const filled = asked.filter((_, index) => !isEmpty(some[index]!));
    const pages = filled.length === 0 ? [] : await searchManyRuns(filled, signal);
    let next = 0;
    for (const set of some) out.push(isEmpty(set) ? [] : pages[next++]!.runs);
  }
  return out;
}

/** The runs in the order in which the set names them. */
function inOrder(runs: readonly Run[], { kind, names }: SectionRuns): readonly Run[] {
  if (kind === 'first') return runs;
  const places = new Map(names.map((name, at) => [name, at]));
  const placeOf = (run: Run) =>
    Math.min(...[run.customId, run.id, run.name ?? ''].map((name) => places.get(name) ?? names.length));
  return [...runs].sort((a, b) => placeOf(a) - placeOf(b));
}

function chartRun(run: Run, { kind, experimentsOnly, names }: SectionRuns, color: string | null): ChartRun {
  const isExperiment = kind === 'first' ? experimentsOnly : run.name !== null && names.includes(run.name);
  return {
    id: run.id,
    label: isExperiment && run.name !== null ? run.name : run.customId,
    ...(color !== null && { color }),
  };
}
