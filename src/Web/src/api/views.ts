import { request } from './client';

const base = '/api/leaderboard/v1/views';

/** A saved view as the server says it: Neptune's `LeaderboardViewDTO`, and three fields of ours. */
export interface ViewDto {
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
  /** Ours: how many of the first runs are drawn. */
  autoSelect?: number;
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

export type ViewContent = Omit<ViewDto, 'id' | 'name' | 'defaultView'>;

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

/** Saves anew under the same id; whether it is the default stays. */
export function updateView(project: string, view: ViewDto): Promise<ViewDto> {
  const { id, ...body } = view;
  return request<ViewDto>(`${base}/${encodeURIComponent(id)}`, {
    method: 'PUT',
    query: { projectIdentifier: project },
    body,
  });
}

export async function deleteView(project: string, id: string): Promise<void> {
  await request(`${base}/${encodeURIComponent(id)}`, { method: 'DELETE', query: { projectIdentifier: project } });
}

/** @param id null: the project opens with no view of its own. */
export async function setDefaultView(project: string, id: string | null): Promise<void> {
  await request(`${base}/setDefault`, {
    method: 'POST',
    body: { projectIdentifier: project, ...(id === null ? {} : { viewId: id }) },
  });
}
