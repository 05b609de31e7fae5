import { ApiError } from '../model/errors';
import type {
  DashboardEntryResponse,
  DashboardResponse,
  DashboardSectionResponse,
  DashboardUpdateRequest,
  DashboardVersionResponse,
  WidgetAttributeRequest,
  WidgetLayoutRequest,
  WidgetRequest,
} from './generated';
import { guestKey } from './guest';
import { request, requestTagged, type RequestOptions, type Tagged } from './client';

const base = '/api/leaderboard/v1/dashboards';

/** What nobody sends as `null`: the server leaves out what is not there. */
export type Present<T> = T extends readonly (infer Item)[]
  ? Present<Item>[]
  : T extends object
    ? { [Key in keyof T]: Present<Exclude<T[Key], null>> }
    : T;

export type WidgetAttributeDto = Present<WidgetAttributeRequest>;

/** One widget as Neptune has it. What is ours stands in `options`; what we do not know is kept. */
export type WidgetDto = Omit<Present<WidgetRequest>, 'type' | 'options'> & {
  type: string;
  options?: Record<string, unknown>;
  [unknown: string]: unknown;
};

/** Where a widget lies, in cells of the grid. */
export type WidgetLayoutDto = Present<WidgetLayoutRequest>;

export const breakpoints = ['xl', 'lg', 'md', 'sm', 'xs'] as const;
export type LayoutsDto = Record<(typeof breakpoints)[number], WidgetLayoutDto[]>;

/** What a dashboard shows: Neptune's `UpdateDashboardDTO` and what is beside it. */
export type DashboardContent = Pick<Present<DashboardUpdateRequest>, 'name' | 'layoutSettings'> & {
  type: string;
  widgets: WidgetDto[];
  layouts: LayoutsDto;
  config?: Record<string, unknown>;
  /** Ours: the settings of all charts, the version that a draft began from, and more. */
  extra?: Record<string, unknown>;
  [unknown: string]: unknown;
};

type Version = Present<DashboardResponse>;

/** One version of a dashboard. */
export type DashboardDto = DashboardContent &
  Pick<Version, 'id' | 'versionBranch' | 'draft' | 'versionName' | 'versionDescription'> &
  Partial<Pick<Version, 'owner' | 'createdTime' | 'lastUpdatedTime'>>;

/** A dashboard as lists show it: without its widgets. */
export type DashboardMeta = Pick<
  Version,
  'id' | 'versionBranch' | 'name' | 'draft' | 'widgetCount' | 'deletedTime' | 'deletedBy'
> &
  Partial<Pick<Version, 'owner' | 'createdTime' | 'lastUpdatedTime'>>;

export type VersionDto = Present<DashboardVersionResponse>;

const sessionKey = 'neptunealt session';

/** This browser's own id: the draft of a dashboard is one for each person and browser. */
function sessionId(): string {
  const known = localStorage.getItem(sessionKey);
  if (known !== null) return known;
  const values = crypto.getRandomValues(new Uint8Array(16));
  const made = Array.from(values, (value) => value.toString(16).padStart(2, '0')).join('');
  localStorage.setItem(sessionKey, made);
  return made;
}

/** Of requests about dashboards and reports. */
export function boardOptions(project: string, rest: RequestOptions = {}): RequestOptions {
  return {
    ...rest,
    query: { projectIdentifier: project, ...rest.query },
    headers: guestKey === null ? { 'X-Neptunealt-Session': sessionId() } : {},
  };
}

/** The newest published version of each dashboard. */
export async function listDashboards(project: string, signal?: AbortSignal): Promise<DashboardMeta[]> {
  const query = { fields: 'meta', dashboardType: 'compare' };
  const answer = await request<{ dashboards: DashboardMeta[] }>(base, boardOptions(project, { query, signal }));
  return answer.dashboards;
}

/** The newest version of one dashboard, published or one's own draft; null where there is none. */
export async function newestOf(
  project: string,
  branch: string,
  drafts: boolean,
  signal?: AbortSignal,
): Promise<DashboardMeta | null> {
  const query = { fields: 'meta', branchIds: branch, drafts };
  const answer = await request<{ dashboards: DashboardMeta[] }>(base, boardOptions(project, { query, signal }));
  return answer.dashboards[0] ?? null;
}

export function getDashboard(project: string, id: string, signal?: AbortSignal): Promise<Tagged<DashboardDto>> {
  return requestTagged(`${base}/${encodeURIComponent(id)}`, boardOptions(project, { signal }));
}

/**
 * What a project's runs log, arranged by the server. It is computed at each request, and kept nowhere.
 *
 * @param run only what this run logs; null for all.
 */
export function getDefault(project: string, run: string | null, signal?: AbortSignal): Promise<DashboardDto> {
  return request(`${base}/default`, boardOptions(project, { query: run === null ? {} : { run }, signal }));
}

export function createDashboard(project: string, content: DashboardContent): Promise<DashboardDto> {
  return request(base, boardOptions(project, { method: 'POST', body: { ...content, isDraft: false } }));
}

/** Makes a draft from the published version `from`. @throws ApiError that {@link draftThere} reads. */
export function createDraft(
  project: string,
  from: { id: string; versionBranch: string },
  content: DashboardContent,
): Promise<Tagged<DashboardDto>> {
  const extra = { ...content.extra, base: from.id };
  const body = { ...content, extra, versionBranch: from.versionBranch, draft: true };
  return requestTagged(`${base}/${from.id}/version`, boardOptions(project, { method: 'POST', body }));
}

/** The id of the draft that there already is, if that is why another was refused; else null. */
export function draftThere(error: unknown): string | null {
  if (!(error instanceof ApiError) || error.errorType !== 'DRAFT_ALREADY_EXISTS') return null;
  const { id } = (error.current ?? {}) as { id?: unknown };
  return typeof id === 'string' ? id : null;
}

/** What the server has in place of what a change began from, if that is why it was refused; else null. */
export function changedMeanwhile(error: unknown): { id?: string; owner?: string; lastUpdatedTime?: string } | null {
  if (!(error instanceof ApiError) || error.status !== 409 || error.errorType !== 'CONFLICT') return null;
  return (error.current ?? {}) as { id?: string; owner?: string; lastUpdatedTime?: string };
}

/** Replaces what a version shows. @param tag null: whatever the version has by now. */
export function updateDashboard(
  project: string,
  id: string,
  content: DashboardContent,
  tag: string | null,
): Promise<Tagged<DashboardDto>> {
  return requestTagged(`${base}/${id}`, boardOptions(project, { method: 'PUT', body: content, tag }));
}

/** Publishes a draft. @throws ApiError that {@link changedMeanwhile} reads where somebody published since its base. */
export async function publishDraft(project: string, id: string, versionName: string): Promise<void> {
  const body = { draft: false, ...(versionName === '' ? {} : { versionName }) };
  const query = { updateTimestamp: true };
  await request(`${base}/${id}/version`, boardOptions(project, { method: 'PUT', query, body }));
}

/** Deletes one version, such as a draft. */
export async function deleteVersion(project: string, id: string): Promise<void> {
  await request(`${base}/${id}`, boardOptions(project, { method: 'DELETE' }));
}

/** Moves a dashboard with all its versions to the trash. */
export async function deleteDashboard(project: string, branch: string): Promise<void> {
  await request(`${base}/branch/${branch}`, boardOptions(project, { method: 'DELETE' }));
}

/** Deleted dashboards, which the server keeps for 30 days. */
export async function listTrash(project: string, signal?: AbortSignal): Promise<DashboardMeta[]> {
  const asked = boardOptions(project, { signal });
  return (await request<{ dashboards: DashboardMeta[] }>(`${base}/trash`, asked)).dashboards;
}

export async function restoreDashboard(project: string, branch: string): Promise<void> {
  await request(`${base}/branch/${branch}/restore`, boardOptions(project, { method: 'POST' }));
}

/** Published versions, the newest first. */
export async function listVersions(project: string, branch: string, signal?: AbortSignal): Promise<VersionDto[]> {
  const url = `${base}/list/versions/${branch}`;
  return (await request<{ entries: VersionDto[] }>(url, boardOptions(project, { signal }))).entries;
}

/** Which names a dynamic section takes. */
export interface SectionQuery {
  id: string;
  must: readonly string[];
  mustNot: readonly string[];
  /** One entry for each distinct capture of the first regex rather than for each name. */
  capture: boolean;
  types: readonly string[];
}

export type SectionEntry = Present<DashboardEntryResponse>;
export type SectionFound = Present<DashboardSectionResponse>;

/** What dynamic sections hold: names or captures, found by the server. */
export async function querySections(
  query: { project: string; runs: readonly string[]; sections: readonly SectionQuery[]; limit: number },
  signal?: AbortSignal,
): Promise<SectionFound[]> {
  const { project, ...rest } = query;
  const body = { projectIdentifier: project, ...rest };
  const asked = boardOptions(project, { method: 'POST', body, signal });
  return (await request<{ sections: SectionFound[] }>(`${base}/sections`, asked)).sections;
}
