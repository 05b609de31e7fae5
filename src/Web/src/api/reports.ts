import type {
  ReportGridRequest,
  ReportMetadataResponse,
  ReportNodeRequest,
  ReportOverviewResponse,
  ReportResponse,
  RunGroupRequest,
} from './generated';
import type { Tagged } from './client';
import { boardOptions as options, type Present, type WidgetDto, type WidgetLayoutDto } from './dashboards';
import { request, requestTagged } from './client';

const base = '/api/leaderboard/v1/reports';

export type RunGroupDto = Present<RunGroupRequest> & { [unknown: string]: unknown };

/** Widgets in a grid with the runs that they show, as Neptune has it. What we do not know is kept. */
export type ReportGridDto = Omit<Present<ReportGridRequest>, 'runGroups' | 'widgets' | 'widgetLayouts'> & {
  runGroups: RunGroupDto[];
  widgets: WidgetDto[];
  widgetLayouts: WidgetLayoutDto[];
  [unknown: string]: unknown;
};

export type ReportNodeDto = Omit<Present<ReportNodeRequest>, 'gridProperties'> & {
  gridProperties?: ReportGridDto;
  [unknown: string]: unknown;
};

export type ReportMetadataDto = Present<ReportMetadataResponse>;

/** What a report shows: Neptune's `ReportVersionDTO` without what the server tells of a version. */
export type ReportContent = Omit<Present<ReportResponse>, 'metadata' | 'nodes' | 'extra'> & {
  nodes: ReportNodeDto[];
  extra?: Record<string, unknown>;
  [unknown: string]: unknown;
};

/** One version of a report. */
export type ReportDto = ReportContent & { metadata: ReportMetadataDto };

export type ReportOverviewDto = Present<ReportOverviewResponse>;

const ofVersion = (report: string, version: string) => `${base}/${report}/versions/${version}`;

/** Each report with its newest published version, or one's own draft of one that has none. */
export async function listReports(
  project: string,
  report: string | null,
  signal?: AbortSignal,
): Promise<ReportOverviewDto[]> {
  const query = report === null ? {} : { reportIds: report };
  return (await request<{ reportsMetadata: ReportOverviewDto[] }>(base, options(project, { query, signal })))
    .reportsMetadata;
}

export async function listReportTrash(project: string, signal?: AbortSignal): Promise<ReportOverviewDto[]> {
  const answer = await request<{ reportsMetadata: ReportOverviewDto[] }>(`${base}/trash`, options(project, { signal }));
  return answer.reportsMetadata;
}

/** One's own drafts of a report, the newest first. */
export function listReportDrafts(
  project: string,
  owner: string,
  report: string,
  signal?: AbortSignal,
): Promise<ReportMetadataDto[]> {
  return listVersions(project, 'versions/drafts', { owner, reportIds: report }, signal);
}

/** Published versions of a report, the newest first. */
export function listReportVersions(
  project: string,
  report: string,
  signal?: AbortSignal,
): Promise<ReportMetadataDto[]> {
  return listVersions(project, 'versions', { reportIds: report }, signal);
}

async function listVersions(project: string, path: string, query: Record<string, string>, signal?: AbortSignal) {
  const asked = options(project, { query, signal });
  return (await request<{ reportVersionsMetadata: ReportMetadataDto[] }>(`${base}/${path}`, asked))
    .reportVersionsMetadata;
}

export function getReport(
  project: string,
  report: string,
  version: string,
  signal?: AbortSignal,
): Promise<Tagged<ReportDto>> {
  return requestTagged(ofVersion(report, version), options(project, { signal }));
}

/** Makes a report, or with `report` a version of it. @throws ApiError */
export function createReport(
  project: string,
  report: string | null,
  content: ReportContent,
  isDraft: boolean,
): Promise<Tagged<ReportDto>> {
  const query = report === null ? {} : { reportId: report };
  const body = { ...content, metadata: { draft: isDraft } };
  return requestTagged(base, options(project, { method: 'POST', query, body }));
}

/** Saves a draft. @param tag null: whatever the draft has by now. */
export function saveReport(
  project: string,
  report: string,
  version: string,
  content: ReportContent,
  tag: string | null,
): Promise<Tagged<ReportDto>> {
  const body = { ...content, metadata: { draft: true } };
  return requestTagged(ofVersion(report, version), options(project, { method: 'PUT', body, tag }));
}

/** Publishes a draft: not where a version was published that it did not begin from. @throws ApiError */
export async function publishReport(
  project: string,
  report: string,
  version: string,
  versionName: string,
): Promise<void> {
  // The draft itself says which version it began from.
  const query = { publishIfUnmodifiedSince: '9999-01-01T00:00:00Z' };
  const body = { draft: false, ...(versionName === '' ? {} : { versionName }) };
  await request(ofVersion(report, version), options(project, { method: 'PATCH', query, body }));
}

export async function deleteReportDraft(project: string, report: string, version: string): Promise<void> {
  await request(ofVersion(report, version), options(project, { method: 'DELETE' }));
}

/** Moves a report with all its versions to the trash. */
export async function deleteReport(project: string, report: string): Promise<void> {
  await request(`${base}/${report}`, options(project, { method: 'DELETE' }));
}

export async function restoreReport(project: string, report: string): Promise<void> {
  await request(`${base}/${report}/restore`, options(project, { method: 'POST' }));
}
