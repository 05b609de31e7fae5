import type { Attribute, AttributeType, Definition, FileRef, Histogram } from '../model/attribute';
import type { NameFilter } from '../model/nameFilter';
import { request } from './client';
import { pathIn } from './guestFiles';
import { asOfQuery } from './moments';
import type { AttributeResponse, AttributesRequest, DefinitionsResponse, ValuesResponse } from './generated';

const base = '/api/leaderboard/v1/leaderboard/attributes';

/** Reads one attribute; null for a type that we do not know. */
export function readAttribute(dto: AttributeResponse): Attribute | null {
  const properties: Record<string, unknown> = { ...dto[`${dto.type}Properties`] };
  const name = dto.name;
  switch (dto.type) {
    case 'float':
      return { name, type: 'float', value: figure(properties.value) ?? NaN };
    case 'int':
      return { name, type: 'int', value: figure(properties.value) ?? NaN, digits: String(properties.value ?? '') };
    case 'bool':
      return { name, type: 'bool', value: properties.value === true };
    case 'string':
    case 'datetime':
    case 'experimentState':
      return { name, type: dto.type, value: String(properties.value ?? '') };
    case 'stringSet':
      return { name, type: 'stringSet', values: Array.isArray(properties.values) ? properties.values.map(String) : [] };
    case 'floatSeries':
      return {
        name,
        type: 'floatSeries',
        last: figure(properties.last),
        lastStep: figure(properties.lastStep),
        min: figure(properties.min),
        max: figure(properties.max),
        average: figure(properties.average),
        variance: figure(properties.variance),
      };
    case 'stringSeries':
      return {
        name,
        type: 'stringSeries',
        last: typeof properties.last === 'string' ? properties.last : null,
        lastStep: figure(properties.lastStep),
      };
    case 'histogramSeries':
      return {
        name,
        type: 'histogramSeries',
        last: (properties.last as Histogram | undefined) ?? null,
        lastStep: figure(properties.lastStep),
      };
    case 'fileRef':
      return { name, type: 'fileRef', file: readFile(properties) };
    case 'fileRefSeries':
      return {
        name,
        type: 'fileRefSeries',
        file: properties.last ? readFile(properties.last as Record<string, unknown>) : null,
        lastStep: figure(properties.lastStep),
      };
    default:
      return null;
  }
}

/** JSON has no NaN and no infinities: they come as text. */
export function figure(value: unknown): number | null {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string') return null;
  if (/^[+-]?inf(inity)?$/i.test(value)) return value.startsWith('-') ? -Infinity : Infinity;
  return /^nan$/i.test(value) ? NaN : value.trim() === '' ? null : Number(value);
}

export function readFile(properties: Record<string, unknown>): FileRef {
  return {
    path: pathIn(String(properties.path ?? '')),
    mimeType: String(properties.mimeType ?? 'application/octet-stream'),
    sizeBytes: figure(properties.sizeBytes) ?? 0,
  };
}

export interface DefinitionQuery {
  project: string;
  /** sys/id of runs; all of the project's when left out. */
  runs?: readonly string[];
  types?: readonly AttributeType[];
  filter?: NameFilter | null;
  /** Only what differs between the runs; then `runs` is needed. */
  differing?: boolean;
  limit: number;
}

export interface Definitions {
  entries: Definition[];
  /** There are more than the limit let through. */
  more: boolean;
}

export interface DefinitionPage {
  entries: Definition[];
  next: string | undefined;
}

/** One page of what attributes there are, from where the page before ended. */
export async function definitionsPage(
  query: DefinitionQuery,
  token: string | undefined,
  signal?: AbortSignal,
): Promise<DefinitionPage> {
  const page = await request<DefinitionsResponse>(`${base}/definitions/query${query.differing ? '-diffs' : ''}`, {
    method: 'POST',
    query: { projectIdentifier: query.project },
    body: {
      projectIdentifiers: [query.project],
      ...(query.runs ? { experimentIdsFilter: [...query.runs] } : {}),
      ...(query.types ? { attributeFilter: query.types.map((attributeType) => ({ attributeType })) } : {}),
      ...(query.filter ? { attributeNameFilter: query.filter } : {}),
      nextPage: { limit: query.limit, ...(token ? { nextPageToken: token } : {}) },
    } satisfies AttributesRequest,
    signal,
  });
  const isLast = page.entries.length < query.limit;
  return { entries: page.entries, next: isLast ? undefined : (page.nextPage?.nextPageToken ?? undefined) };
}

const definitionsPerPage = 10_000;

export async function queryDefinitions(query: DefinitionQuery, signal?: AbortSignal): Promise<Definitions> {
  const entries: Definition[] = [];
  let token: string | undefined;
  do {
    const page = await definitionsPage({ ...query, limit: Math.min(definitionsPerPage, query.limit) }, token, signal);
    entries.push(...page.entries);
    token = page.next;
  } while (token !== undefined && entries.length < query.limit);
  return { entries, more: token !== undefined };
}

export interface ValueQuery {
  project: string;
  runs: readonly string[];
  names?: readonly string[];
  filter?: NameFilter | null;
  limit: number;
  /** The moment that series are shown at; null: now. */
  asOf?: string | null;
}

/** The values of attributes, by sys/id of the run, in the order of their names. */
export async function queryValues(
  query: ValueQuery,
  signal?: AbortSignal,
): Promise<Map<string, Map<string, Attribute>>> {
  const byRun = new Map<string, Map<string, Attribute>>();
  let count = 0;
  let token: string | undefined;
  do {
    const page = await request<ValuesResponse>(`${base}/query`, {
      method: 'POST',
      query: { projectIdentifier: query.project, ...asOfQuery(query.asOf) },
      body: {
        experimentIdsFilter: query.runs,
        ...(query.names ? { attributeNamesFilter: query.names } : {}),
        ...(query.filter ? { attributeNameFilter: query.filter } : {}),
        nextPage: { limit: Math.min(10_000, query.limit), ...(token ? { nextPageToken: token } : {}) },
      },
      signal,
    });
    for (const entry of page.entries) {
      const values = byRun.get(entry.experimentShortId) ?? new Map<string, Attribute>();
      byRun.set(entry.experimentShortId, values);
      for (const dto of entry.attributes) {
        const attribute = readAttribute(dto);
        if (attribute !== null) values.set(attribute.name, attribute);
        count++;
      }
    }
    token = page.nextPage?.nextPageToken ?? undefined;
  } while (token !== undefined && count < query.limit);
  return byRun;
}
