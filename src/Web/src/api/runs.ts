import type { Sort } from '../url/runs';
import { readAttribute, type Attribute, type AttributeDto } from './attributes';
import { request } from './client';

/** One row of the runs table. */
export interface Run {
  /** sys/id, such as LLM-29: what addresses and series name a run by. */
  id: string;
  customId: string;
  /** The experiment's name; null for a run without one. */
  name: string | null;
  /** running or idle. */
  state: string | null;
  attributes: ReadonlyMap<string, Attribute>;
}

export interface RunQuery {
  project: string;
  /** NQL; empty for all. */
  query: string;
  experimentsOnly: boolean;
  sort: Sort | null;
  /** Paths of the attributes that the rows hold beside what every run has. */
  paths: readonly string[];
  offset: number;
  limit: number;
}

export interface RunPage {
  runs: Run[];
  total: number;
}

const always = ['sys/id', 'sys/custom_run_id', 'sys/name', 'sys/state'];

export async function searchRuns(query: RunQuery, signal?: AbortSignal): Promise<RunPage> {
  const paths = [...new Set([...always, ...query.paths])];
  const answer = await request<{ entries: { attributes: AttributeDto[] }[]; matchingItemCount: number }>(
    '/api/leaderboard/v1/leaderboard/entries/search',
    {
      method: 'POST',
      query: { projectIdentifier: query.project, type: 'run' },
      body: {
        attributeFilters: paths.map((path) => ({ path })),
        experimentLeader: query.experimentsOnly,
        pagination: { limit: query.limit, offset: query.offset },
        ...(query.query === '' ? {} : { query: { query: query.query } }),
        ...(query.sort === null ? {} : { sorting: sorting(query.sort) }),
        truncateStringTo: 1000,
      },
      signal,
    },
  );
  return { runs: answer.entries.map((entry) => readRun(entry.attributes)), total: answer.matchingItemCount };
}

function sorting(sort: Sort) {
  return {
    dir: sort.descending ? 'descending' : 'ascending',
    sortBy: {
      name: sort.path,
      type: sort.type,
      ...(sort.type === 'floatSeries' ? { aggregationMode: sort.aggregation } : {}),
    },
  };
}

function readRun(dtos: AttributeDto[]): Run {
  const attributes = new Map<string, Attribute>();
  for (const dto of dtos) {
    const attribute = readAttribute(dto);
    if (attribute !== null) attributes.set(attribute.name, attribute);
  }
  const id = text(attributes.get('sys/id')) ?? '';
  return {
    id,
    customId: text(attributes.get('sys/custom_run_id')) ?? id,
    name: text(attributes.get('sys/name')),
    state: text(attributes.get('sys/state')),
    attributes,
  };
}

function text(attribute: Attribute | undefined): string | null {
  return attribute !== undefined && 'value' in attribute ? String(attribute.value) : null;
}

/** How a client or an API names a run of a project. */
export function holder(project: string, run: string): string {
  return `${project}/${run}`;
}

export async function archiveRuns(project: string, runs: readonly string[], archived: boolean): Promise<void> {
  await request(`/api/leaderboard/v1/runs:${archived ? 'archive' : 'unarchive'}`, {
    method: 'POST',
    body: { runs: runs.map((run) => holder(project, run)) },
  });
}

export async function modifyTags(
  project: string,
  runs: readonly string[],
  change: { add: readonly string[]; remove: readonly string[] },
): Promise<void> {
  await request('/api/leaderboard/v1/runs:modifyTags', {
    method: 'POST',
    body: {
      updatePerProject: {
        [project]: {
          experimentIdentifiers: runs.map((run) => holder(project, run)),
          tagsToAdd: change.add,
          tagsToDelete: change.remove,
          attributePathToBeUpdated: 'sys/tags',
        },
      },
    },
  });
}

export async function assignString(project: string, run: string, path: string, value: string): Promise<void> {
  const errors = await request<{ errorDescription?: string }[] | undefined>(
    '/api/leaderboard/v1/attributes/operations',
    {
      method: 'POST',
      query: { holderIdentifier: holder(project, run), holderType: 'experiment' },
      body: [{ path, assignString: { value } }],
    },
  );
  const said = errors?.[0]?.errorDescription;
  if (said !== undefined) throw new Error(said);
}
