import type { SharedBoardResponse, SharedRunsResponse, SharedSetResponse } from './generated';
import type { DashboardContent } from './dashboards';
import type { ReportContent } from './reports';
import { request } from './client';

const root = '/api/public/v1';

/** The runs of a section, as who has the link may see them. */
export type SharedSetDto = SharedSetResponse;
export type SharedRunsDto = SharedRunsResponse;

/** What a public link shows. */
export type SharedBoardDto = Omit<SharedBoardResponse, 'kind' | 'document'> &
  ({ kind: 'dashboard'; document: DashboardContent } | { kind: 'report'; document: ReportContent });

export function getSharedBoard(signal?: AbortSignal): Promise<SharedBoardDto> {
  return request(`${root}/board`, { signal });
}

/** Which runs it shows by now, and when each logged last. */
export function getSharedRuns(signal?: AbortSignal): Promise<SharedRunsDto> {
  return request(`${root}/runs`, { signal });
}
