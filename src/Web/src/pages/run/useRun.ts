import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';

import { queryDefinitions, queryValues } from '../../api/attributes';
import { searchRuns } from '../../api/runs';
import { liveKey } from '../../data/live';
import type { Attribute, AttributeType, Definition } from '../../model/attribute';
import { parseExtendedRegex } from '../../model/nameFilter';
import { any, attributeRef, idsQuery, quoteValue } from '../../model/query';
import type { Run } from '../../model/run';
import { familyMax, findFamily } from './lineage/family';

const informationPaths = [
  'sys/creation_time',
  'sys/modification_time',
  'sys/owner',
  'sys/description',
  'sys/tags',
  'sys/group_tags',
  'sys/archived',
  'sys/trashed',
  'sys/forking/parent',
  'sys/forking/step',
  'sys/experiment/name',
  'sys/experiment/is_head',
  'sys/running_time_seconds',
  'sys/failed',
  'sys/ping_time',
];

/** What is known of the run itself; null when there is no such run. */
export function useRun(project: string, id: string) {
  return useQuery({
    queryKey: [...liveKey(project), 'run', id],
    queryFn: async ({ signal }): Promise<Run | null> => {
      const search = { project, query: idsQuery([id]), experimentsOnly: false, sort: null, offset: 0, limit: 1 };
      return (await searchRuns({ ...search, paths: informationPaths }, signal)).runs[0] ?? null;
    },
  });
}

/** Has everything that shows runs of the project fetched again. */
export function useRefresh(project: string) {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: liveKey(project) });
}

/** More attributes than this are not listed at once; the filter finds the rest. */
export const attributesMax = 20_000;

const noAttributes: ReadonlyMap<string, Attribute> = new Map();

/** The attributes of the run with their values, by the filter. */
export function useAttributes(project: string, run: string, filter: string, isRunning: boolean) {
  return useQuery({
    queryKey: ['attributes', project, run, filter],
    queryFn: async ({ signal }) => {
      const query = { project, runs: [run], filter: parseExtendedRegex(filter), limit: attributesMax };
      return (await queryValues(query, signal)).get(run) ?? noAttributes;
    },
    placeholderData: keepPreviousData,
    // All values of a wide run are megabytes: they follow a live run at a slower pace than its charts.
    refetchInterval: isRunning ? 10_000 : false,
  });
}

/** One attribute by its name, such as one that a link names and the list has no room for; null where there is none. */
export function useAttribute(project: string, run: Run, name: string | null, enabled: boolean) {
  return useQuery({
    queryKey: ['attribute', project, run.id, name],
    queryFn: async ({ signal }) => {
      const query = { project, runs: [run.id], names: [name ?? ''], limit: 1 };
      return (await queryValues(query, signal)).get(run.id)?.get(name ?? '') ?? null;
    },
    enabled: enabled && name !== null,
    refetchInterval: run.state === 'running' ? 10_000 : false,
  });
}

export function useDefinitions(project: string, run: string, types: readonly AttributeType[]) {
  return useQuery({
    queryKey: ['definitions of', project, run, types],
    queryFn: async ({ signal }): Promise<Definition[]> =>
      (await queryDefinitions({ project, runs: [run], types, limit: 10_000 }, signal)).entries,
    refetchInterval: 20_000,
  });
}

/** The runs of one fork tree, in the order of their generations. */
export function useFamily(project: string, run: Run) {
  return useQuery({
    queryKey: [...liveKey(project), 'family', run.id],
    queryFn: ({ signal }) => findFamily(run, (path, values) => runsWhere(project, path, values, signal)),
  });
}

/** The newest of the runs that have one of these values. */
async function runsWhere(
  project: string,
  path: string,
  values: readonly string[],
  signal: AbortSignal,
): Promise<Run[]> {
  const query = any(...values.map((value) => `${attributeRef(path, 'string')} == ${quoteValue(value)}`));
  const search = { project, query, experimentsOnly: false, sort: null, offset: 0, limit: familyMax };
  const paths = [
    'sys/forking/parent',
    'sys/forking/step',
    'sys/creation_time',
    'sys/running_time_seconds',
    'sys/archived',
    'sys/trashed',
  ];
  return (await searchRuns({ ...search, paths }, signal)).runs;
}
