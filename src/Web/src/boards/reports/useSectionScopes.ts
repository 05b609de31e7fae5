import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { use, useMemo } from 'react';

import { listProjects, projectId, type Project } from '../../api/projects';
import { searchManyRuns } from '../../api/runs';
import { useStable } from '../../components/useStable';
import { liveKey } from '../../data/live';
import { useColors } from '../../data/useColors';
import type { ChartRun } from '../../model/chartRun';
import type { Run } from '../../model/run';
import type { BoardRest, BoardSection } from '../board';
import { SharedScopes } from '../share/sharedScopes';
import type { BoardScope } from '../widget';
import { aliasOf, colorIn, hasAliases, type Original } from './aliases';
import { readRuns, runsQuery, type SectionRuns } from './runGroups';

const searchesMax = 100;

/** A run of a section, and what the report makes of its name. */
export interface NamedRun {
  original: Original;
  /** Id of its project. */
  project: string;
  /** null: its own name. */
  alias: string | null;
}

export interface SectionScopes {
  of: (section: string) => BoardScope;
  /** null where the section brings no such run, or its project is not known yet. */
  original: (section: string, run: string) => NamedRun | null;
  isPending: boolean;
  error: Error | null;
}

/**
 * What sections show that bring their own runs; the others show the board's.
 *
 * @param rest of the document: it may give runs other names.
 * @param isEdited whether somebody may give them names now.
 */
export function useSectionScopes(
  scope: BoardScope,
  sections: readonly BoardSection[],
  rest: BoardRest,
  isEdited = false,
): SectionScopes {
  const { project } = scope;
  const sets = useStable(
    sections.flatMap(({ id, head }) => {
      const runs = readRuns(head);
      return runs === null ? [] : [{ id, runs }];
    }),
  );
  const isForeign = sets.some(({ runs }) => runs.project !== null) || isEdited || hasAliases(rest);
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
  const heads = new Map(sections.map(({ id, head }) => [id, head]));
  const named = useStable(
    sets.map(({ id, runs: set }, at) => {
      const isOf = (one: Project) => (set.project === null ? projectId(one) === project : one.id === set.project);
      const known = projects.data?.find(isOf);
      const runs = inOrder(found.data?.[at] ?? [], set).map((run) => {
        const original = originalOf(run, set);
        const alias = known === undefined ? null : aliasOf(rest, known.id, original);
        const own = set.project === null ? colors.chosen(run.id) : null;
        const color = colorIn(heads.get(id) ?? null, original.id) ?? own;
        const shown: ChartRun = { id: run.id, label: alias ?? original.id, ...(color !== null && { color }) };
        return { shown, named: known === undefined ? null : { original, project: known.id, alias } };
      });
      const name = set.project === null ? project : known === undefined ? set.project : projectId(known);
      const asOf = set.frozen === null ? {} : { asOf: set.frozen.moment, frozen: set.frozen.time };
      return { id, project: name, runs, experiments: set.kind === 'first' && set.experimentsOnly, ...asOf };
    }),
  );
  const shared = use(SharedScopes);
  const byId = useMemo(
    () =>
      new Map(
        named.map(({ id, runs, ...of }) => [id, { ...of, runs: runs.map(({ shown }) => shown), baseline: null }]),
      ),
    [named],
  );
  return useMemo(
    () => ({
      of: (section: string) => (shared ?? byId).get(section) ?? scope,
      original: (section: string, run: string) =>
        named.find(({ id }) => id === section)?.runs.find(({ shown }) => shown.id === run)?.named ?? null,
      isPending: sets.length > 0 && found.isPending,
      error: found.error,
    }),
    [shared, byId, named, scope, sets.length, found.isPending, found.error],
  );
}

/** The runs of each set. Sections often show the same ones: these are looked for once. */
async function searchAll(project: string, sets: readonly SectionRuns[], signal: AbortSignal): Promise<Run[][]> {
  const searches = new Map<string, Search>();
  const keys = sets.map((set) => {
    // A set without names finds nothing: an empty query would find all.
    if (set.kind === 'these' && set.names.length === 0) return null;
    const search = searchOf(project, set);
    const key = JSON.stringify(search);
    searches.set(key, search);
    return key;
  });
  const all = [...searches];
  const found = new Map<string, Run[]>();
  for (let at = 0; at < all.length; at += searchesMax) {
    const some = all.slice(at, at + searchesMax);
    const pages = await searchManyRuns(some.map(([, search]) => search), signal);
    some.forEach(([key], index) => found.set(key, pages[index]!.runs));
  }
  return keys.map((key) => (key === null ? [] : (found.get(key) ?? [])));
}

type Search = Parameters<typeof searchManyRuns>[0][number];

function searchOf(project: string, set: SectionRuns): Search {
  return {
    project: set.project ?? project,
    query: runsQuery(set),
    experimentsOnly: set.kind === 'first' && set.experimentsOnly,
    sort: null,
    paths: [],
    offset: 0,
    limit: set.kind === 'first' ? set.count : Math.max(1, set.names.length * 2),
  };
}

/** The runs in the order in which the set names them. */
function inOrder(runs: readonly Run[], { kind, names }: SectionRuns): readonly Run[] {
  if (kind === 'first') return runs;
  const places = new Map(names.map((name, at) => [name, at]));
  const placeOf = (run: Run) =>
    Math.min(...[run.customId, run.id, run.name ?? ''].map((name) => places.get(name) ?? names.length));
  return [...runs].sort((a, b) => placeOf(a) - placeOf(b));
}

/** What a run is called where nobody gave it another name: an experiment by its name, a run by its own id. */
function originalOf(run: Run, { kind, experimentsOnly, names }: SectionRuns): Original {
  const isExperiment = kind === 'first' ? experimentsOnly : run.name !== null && names.includes(run.name);
  return isExperiment && run.name !== null
    ? { id: run.name, isExperiment: true }
    : { id: run.customId, isExperiment: false };
}
