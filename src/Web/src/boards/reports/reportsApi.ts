import type { Tagged } from '../../api/client';
import type { DashboardContent, DashboardDto, DashboardMeta, VersionDto } from '../../api/dashboards';
import { changedMeanwhile, draftThere } from '../../api/dashboards';
import {
  createReport,
  deleteReport,
  deleteReportDraft,
  getReport,
  listReportDrafts,
  listReports,
  listReportTrash,
  listReportVersions,
  publishReport,
  restoreReport,
  saveReport,
  type ReportContent,
  type ReportDto,
  type ReportMetadataDto,
  type ReportOverviewDto,
} from '../../api/reports';
import { withoutNulls } from '../../api/documents';
import { getSession } from '../../api/session';
import { ApiError } from '../../model/errors';
import type { BoardApi } from '../boardApi';
import { contentOfReport, reportOfContent } from './reportWire';

/** A version of a report is found by both ids. */
const idOf = (report: string, version: string) => `${report}/${version}`;

function idsOf(id: string): [string, string] {
  const [report = '', version = ''] = id.split('/');
  return [report, version];
}

function versionOf(metadata: ReportMetadataDto): VersionDto & DashboardMeta {
  const { reportId, versionId, draft, versionAuthor, versionCreationTime, versionLastModificationTime } = metadata;
  const { versionName, versionDescription, versionContentPreview } = metadata;
  return {
    ...{ id: idOf(reportId, versionId), versionBranch: reportId, name: versionContentPreview.reportName },
    ...{ draft, type: 'report', owner: versionAuthor },
    ...{ createdTime: versionCreationTime, lastUpdatedTime: versionLastModificationTime },
    ...(versionName !== undefined && { versionName }),
    ...(versionDescription !== undefined && { versionDescription }),
  } as VersionDto & DashboardMeta;
}

function overviewOf({ latestVersionMetadata, deletedTime, deletedBy }: ReportOverviewDto): DashboardMeta {
  return {
    ...versionOf(latestVersionMetadata),
    ...(deletedTime !== undefined && { deletedTime }),
    ...(deletedBy !== undefined && { deletedBy }),
  };
}

function boardOf({ data, tag }: Tagged<ReportDto>): Tagged<DashboardDto> {
  const { metadata, ...report } = withoutNulls(data);
  const content = contentOfReport(report as ReportContent);
  const base = report.extra?.base;
  // The base of a draft is told by the version's own id alone.
  const extra = typeof base === 'string' ? { ...content.extra, base: idOf(metadata.reportId, base) } : content.extra;
  return { data: { ...content, ...(extra && { extra }), ...versionOf(metadata) } as DashboardDto, tag };
}

/** The document of what somebody edits, which began from that version. */
function reportOf(content: DashboardContent, base: string | null): ReportContent {
  const report = reportOfContent(content);
  return base === null ? report : { ...report, extra: { ...report.extra, base: idsOf(base)[1] } };
}

const baseOf = ({ extra }: DashboardContent) => (typeof extra?.base === 'string' ? extra.base : null);

const withBranch = <T extends { id?: string }>(found: T, branch: string): T =>
  found.id === undefined ? found : { ...found, id: idOf(branch, found.id) };

/** Reports in the form of dashboards. */
export const reportsApi: BoardApi = {
  noun: 'report',
  list: async (project, signal) => (await listReports(project, null, signal)).map(overviewOf),
  newest: async (project, branch, drafts, signal) => {
    if (!drafts) {
      const [found] = await listReports(project, branch, signal);
      return found === undefined ? null : overviewOf(found);
    }
    const { username } = await getSession();
    const [draft] = await listReportDrafts(project, username, branch, signal);
    return draft === undefined ? null : versionOf(draft);
  },
  get: async (project, id, signal) => boardOf(await getReport(project, ...idsOf(id), signal)),
  create: async (project, content) => boardOf(await createReport(project, null, reportOf(content, null), false)).data,
  createDraft: async (project, from, content) =>
    boardOf(await createReport(project, from.versionBranch, reportOf(content, from.id), true)),
  draftThere: (error, branch) => {
    const id = draftThere(error);
    return id === null ? null : idOf(branch, id);
  },
  changedMeanwhile: (error, branch) => {
    if (error instanceof ApiError && error.errorType === 'REPORT_PUBLISHING_CONFLICT') {
      return withBranch((error.current ?? {}) as { id?: string }, branch);
    }
    // Saving over what was published meanwhile: it is no draft any more.
    if (error instanceof ApiError && error.errorType === 'REPORT_DRAFT_NOT_FOUND') return {};
    const found = changedMeanwhile(error);
    return found && withBranch(found, branch);
  },
  save: async (project, id, content, tag) =>
    boardOf(await saveReport(project, ...idsOf(id), reportOf(content, baseOf(content)), tag)),
  publish: (project, id, versionName) => publishReport(project, ...idsOf(id), versionName),
  deleteVersion: (project, id) => deleteReportDraft(project, ...idsOf(id)),
  delete: deleteReport,
  trash: async (project, signal) => (await listReportTrash(project, signal)).map(overviewOf),
  restore: restoreReport,
  versions: async (project, branch, signal) => (await listReportVersions(project, branch, signal)).map(versionOf),
};
