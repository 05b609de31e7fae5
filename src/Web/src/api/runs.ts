import type { Attribute } from '../model/attribute';
import type { Field } from '../model/field';
import type { Run, RunGroup } from '../model/run';
import type { Sort } from '../model/table';
import { readAttribute } from './attributes';
import { formulaAttribute, type FormulaValueDto } from './formulaValue';
import { request } from './client';
import type {
  AttributeResponse,
  BulkError,
  BulkResponse,
  OperationError,
  SearchResponse,
  TagsResponse,
} from './generated';

export interface RunQuery {
  project: string;
  /** NQL; empty for all. */
  query: string;
  experimentsOnly: boolean;
  /** The first decides; null is the newest first. */
  sort: readonly Sort[] | null;
  /** Paths of the attributes that the rows hold beside what every run has. */
  paths: readonly string[];
  /** Formulas that are one number a run: the rows hold their values under their texts. */
  formulas?: readonly string[];
  /** sys/id of the run that formulas mean by `baseline()`. */
  baseline?: string;
  offset: number;
  limit: number;
}

export interface RunPage {
  runs: Run[];
  total: number;
}

const always = ['sys/id', 'sys/custom_run_id', 'sys/name', 'sys/state', 'sys/failed', 'sys/ping_time'];

export async function searchRuns(query: RunQuery, signal?: AbortSignal): Promise<RunPage> {
  return readPage(await search(query, undefined, signal), query.formulas);
}

/** Several searches, of any projects, in one request; answered in their order. The server takes up to 100. */
export async function searchManyRuns(queries: readonly RunQuery[], signal?: AbortSignal): Promise<RunPage[]> {
  const answers = await request<SearchResponse[]>('/api/leaderboard/v1/leaderboard/entries/msearch', {
    method: 'POST',
    body: queries.map((query) => ({
      projectIdentifier: query.project,
      searchLeaderboardEntriesParamsDTO: searchBody(query, undefined),
    })),
    signal,
  });
  return answers.map((answer, at) => readPage(answer, queries[at]?.formulas));
}

function readPage({ entries, matchingItemCount }: SearchResponse, formulas: readonly string[] = []): RunPage {
  const runs = entries.map((entry) => readRun(entry.attributes, readFormulas(entry, formulas)));
  return { runs, total: matchingItemCount };
}

export interface GroupQuery extends RunQuery {
  groupBy: readonly Field[];
  /** How much of each opened group is shown: of its groups, or of its runs if it is an innermost one. */
  opened: ReadonlyMap<string, number>;
}

export interface GroupPage {
  /** Of all opened innermost groups, listed or not. */
  runs: Run[];
  /** Each group follows the one that contains it. */
  groups: RunGroup[];
  totalGroups: number;
  total: number;
}

export async function searchGroups(query: GroupQuery, signal?: AbortSignal): Promise<GroupPage> {
  const grouping = {
    groupBy: query.groupBy.map(fieldBody),
    openedGroupsWithPagination: [...query.opened].map(([openedGroup, limit]) => ({
      openedGroup,
      pagination: { pagination: { limit, offset: 0 } },
    })),
  };
  const answer = await search(query, grouping, signal);
  const byId = new Map(
    answer.entries.map((entry) => [
      entry.experimentId,
      readRun(entry.attributes, readFormulas(entry, query.formulas ?? [])),
    ]),
  );
  return {
    runs: [...byId.values()],
    groups: (answer.groups ?? []).map((group) => ({
      id: group.id,
      values: group.key.map(({ value }) => groupValue(value)),
      count: group.itemCount,
      runs:
        group.key.length === query.groupBy.length && query.opened.has(group.id)
          ? group.childrenIds.flatMap((id) => byId.get(id) ?? [])
          : [],
      more: typeof group.continuationToken === 'string',
    })),
    totalGroups: answer.totalGroupCount ?? 0,
    total: answer.matchingItemCount,
  };
}

function groupValue(value: unknown): string | string[] | null {
  if (value === undefined || value === null) return null;
  return Array.isArray(value) ? value.map(String) : String(value);
}

function search(query: RunQuery, grouping: object | undefined, signal?: AbortSignal): Promise<SearchResponse> {
  return request<SearchResponse>('/api/leaderboard/v1/leaderboard/entries/search', {
    method: 'POST',
    query: { projectIdentifier: query.project, type: 'run' },
    body: searchBody(query, grouping),
    signal,
  });
}

function searchBody(query: RunQuery, grouping: object | undefined): object {
  const paths = [...new Set([...always, ...query.paths])];
  return {
    attributeFilters: paths.map((path) => ({ path })),
    ...(query.formulas === undefined || query.formulas.length === 0 ? {} : { formulas: query.formulas }),
    ...(query.baseline === undefined ? {} : { baseline: { identifier: query.baseline } }),
    experimentLeader: query.experimentsOnly,
    pagination: { limit: query.limit, offset: query.offset },
    ...(query.query === '' ? {} : { query: { query: query.query } }),
    ...(query.sort === null || query.sort.length === 0 ? {} : { sorting: sorting(query.sort) }),
    ...(grouping === undefined ? {} : { grouping }),
    truncateStringTo: 1000,
  };
}

function sorting(sorts: readonly Sort[]): object {
  const [sort, ...rest] = sorts;
  return {
    dir: sort!.descending ? 'descending' : 'ascending',
    ...(sort!.type === 'formula' ? { formula: sort!.path } : { sortBy: fieldBody(sort!) }),
    ...(rest.length === 0 ? {} : { thenBy: sorting(rest) }),
  };
}

function fieldBody({ path, type, aggregation }: Field): object {
  return { name: path, type, ...(type === 'floatSeries' ? { aggregationMode: aggregation } : {}) };
}

/** Tags of a project's runs that hold the text, those of most runs first. */
export async function searchTags(project: string, path: string, text: string, signal?: AbortSignal): Promise<string[]> {
  const answer = await request<TagsResponse>('/api/leaderboard/v1/leaderboard/tags/search', {
    method: 'POST',
    query: { projectIdentifier: project, attributePath: path, search: text },
    body: {},
    signal,
  });
  return answer.tags;
}

/** What formulas gave of a run; nothing of a server that computes none in its table. */
function readFormulas(entry: object, formulas: readonly string[]): Attribute[] {
  const { formulaValues } = entry as { formulaValues?: FormulaValueDto[] | null };
  const values = formulaValues ?? [];
  return formulas.flatMap((name, at) => (values[at] === undefined ? [] : [formulaAttribute(name, values[at])]));
}

function readRun(dtos: readonly AttributeResponse[], formulas: readonly Attribute[] = []): Run {
  const attributes = new Map<string, Attribute>();
  for (const dto of dtos) {
    const attribute = readAttribute(dto);
    if (attribute !== null) attributes.set(attribute.name, attribute);
  }
  for (const one of formulas) attributes.set(one.name, one);
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
  if (attribute?.type === 'int') return attribute.digits;
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

/** Moves runs to the trash, or out of it. */
export async function trashRuns(project: string, runs: readonly string[], trashed: boolean): Promise<void> {
  await request(`/api/leaderboard/v1/experiments/trash${trashed ? '' : '/restore'}`, {
    method: 'POST',
    query: { projectIdentifier: project },
    body: runs.map((run) => holder(project, run)),
  });
}

/** The server's limit for one delete request. */
const deletedMax = 1000;

/**
 * Deletes runs that are in the trash permanently.
 *
 * @throws Error with the server's word on the runs that it kept; the others are gone.
 */
export async function deleteRuns(project: string, runs: readonly string[]): Promise<void> {
  let left = runs.map((run) => holder(project, run));
  let refused: BulkError | undefined;
  while (left.length > 0 && refused === undefined) {
    const errors: BulkError[] = [];
    for (let at = 0; at < left.length; at += deletedMax) {
      const answer = await request<BulkResponse>('/api/leaderboard/v1/experiments/trash/delete', {
        method: 'POST',
        query: { projectIdentifier: project },
        body: left.slice(at, at + deletedMax),
      });
      // What is gone already is no error.
      errors.push(...answer.errors.filter(({ reason }) => reason !== 'NOT_EXISTS'));
    }
    // A run that forks of another part inherit from can go once these are gone.
    const isStuck = errors.length === left.length;
    refused = errors.find(({ reason }) => isStuck || reason !== 'IN_USE');
    left = errors.map((error) => error.experimentIdentifier);
  }
  if (refused !== undefined) throw new Error(refused.message);
}

export async function modifyTags(
  project: string,
  runs: readonly string[],
  change: { add: readonly string[]; remove: readonly string[] },
  path: 'sys/tags' | 'sys/group_tags' = 'sys/tags',
): Promise<void> {
  await request('/api/leaderboard/v1/runs:modifyTags', {
    method: 'POST',
    body: {
      updatePerProject: {
        [project]: {
          experimentIdentifiers: runs.map((run) => holder(project, run)),
          tagsToAdd: change.add,
          tagsToDelete: change.remove,
          attributePathToBeUpdated: path,
        },
      },
    },
  });
}

export async function assignString(project: string, run: string, path: string, value: string): Promise<void> {
  const errors = await request<OperationError[] | undefined>(
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
