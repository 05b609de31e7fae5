import { request } from './client';
import { withoutSaves, type Saves } from './documents';
import type { SavedCharts, SavedCompare } from './viewCharts';

const base = '/api/leaderboard/v1/views';

/** A saved view as the server has it: Neptune's `LeaderboardViewDTO`, and fields of ours, which it keeps as is. */
export interface ViewDto extends Saves {
  id: string;
  name: string;
  defaultView: boolean;
  columnList: { columns: ViewColumnDto[] };
  sortOptions: {
    sortBy?: string[];
    sortFieldType?: string[];
    sortFieldAggregationMode?: string[];
    sortDirection?: string[];
  };
  groupOptions?: {
    groupBy?: string[];
    groupByFieldType?: string[];
    groupByFieldAggregationMode?: string[];
    openedGroups?: string[];
  };
  quickFilters?: {
    owner?: string[];
    status?: string[];
    tags?: string[];
    creationDateRangeStart?: string;
    creationDateRangeEnd?: string;
    relativeTime?: string;
  };
  query?: string;
  nameSearchMode?: string;
  nameSearchQuery?: string;
  experimentsOnly?: boolean;
  /** Ours: archived runs are shown too. */
  archivedToo?: boolean;
  /** Ours: the columns are not chosen but what the page suggests. */
  suggestedColumns?: boolean;
  /** Ours: how many of the first runs are visible. */
  autoSelect?: number;
  /** Ours: the runs that a person made visible, in place of the first ones. */
  visibleRuns?: string[];
  /** Ours: the charts, where they are not as by default. */
  charts?: SavedCharts;
  /** Ours: the side-by-side tab, where it is not as by default. */
  compare?: SavedCompare;
}

export interface ViewColumnDto {
  id: string;
  columnType: string;
  width: number;
  pinned: boolean;
  displayName?: string;
  color?: string;
  aggregationMode?: string;
  displayMode?: string;
}

export type ViewContent = Omit<ViewDto, 'id' | 'name' | 'defaultView' | keyof Saves>;

export async function listViews(project: string, signal?: AbortSignal): Promise<ViewDto[]> {
  return (await request<{ views: ViewDto[] }>(base, { query: { projectIdentifier: project }, signal })).views;
}

export function createView(project: string, name: string, content: ViewContent): Promise<ViewDto> {
  return request<ViewDto>(base, {
    method: 'POST',
    query: { projectIdentifier: project },
    body: { ...content, name, defaultView: false },
  });
}

/**
 * Replaces a view. Whether it is the default does not change.
 *
 * @throws ApiError that {@link savedMeanwhile} reads if somebody else saved the view since this revision of it.
 */
export function updateView(project: string, view: ViewDto): Promise<ViewDto> {
  const { id, revision } = view;
  return request<ViewDto>(`${base}/${encodeURIComponent(id)}`, {
    method: 'PUT',
    query: { projectIdentifier: project },
    body: withoutSaves(view),
    revision,
  });
}

/** @throws ApiError as {@link updateView} does: what somebody else just saved is not deleted unseen. */
export async function deleteView(project: string, { id, revision }: ViewDto): Promise<void> {
  await request(`${base}/${encodeURIComponent(id)}`, {
    method: 'DELETE',
    query: { projectIdentifier: project },
    revision,
  });
}

/** @param id null: the project opens with no view of its own. */
export async function setDefaultView(project: string, id: string | null): Promise<void> {
  await request(`${base}/setDefault`, {
    method: 'POST',
    body: { projectIdentifier: project, ...(id === null ? {} : { viewId: id }) },
  });
}
