import { createContext, useContext } from 'react';

import type { Tagged } from '../api/client';
import {
  changedMeanwhile,
  createDashboard,
  createDraft,
  deleteDashboard,
  deleteVersion,
  draftThere,
  getDashboard,
  listDashboards,
  listTrash,
  listVersions,
  newestOf,
  publishDraft,
  restoreDashboard,
  updateDashboard,
  type DashboardContent,
  type DashboardDto,
  type DashboardMeta,
  type VersionDto,
} from '../api/dashboards';

type Base = Pick<DashboardDto, 'id' | 'versionBranch'>;

/** Where boards are kept: dashboards and reports are drafted, published and restored alike. Versions have ids. */
export interface BoardApi {
  /** What a board is called here. */
  noun: 'dashboard' | 'report';
  list: (project: string, signal?: AbortSignal) => Promise<DashboardMeta[]>;
  /** The newest version, published or one's own draft; null where there is none. */
  newest: (project: string, branch: string, drafts: boolean, signal?: AbortSignal) => Promise<DashboardMeta | null>;
  get: (project: string, id: string, signal?: AbortSignal) => Promise<Tagged<DashboardDto>>;
  create: (project: string, content: DashboardContent) => Promise<DashboardDto>;
  createDraft: (project: string, from: Base, content: DashboardContent) => Promise<Tagged<DashboardDto>>;
  /** The id of the draft that stands in the way of another, if that is why it was refused; else null. */
  draftThere: (error: unknown, branch: string) => string | null;
  /** What the server has in place of what a change began from, if that is why it was refused; else null. */
  changedMeanwhile: (error: unknown, branch: string) => { id?: string } | null;
  /** Replaces what a version shows. @param tag null: whatever the version has by now. */
  save: (project: string, id: string, content: DashboardContent, tag: string | null) => Promise<Tagged<DashboardDto>>;
  publish: (project: string, id: string, versionName: string) => Promise<void>;
  deleteVersion: (project: string, id: string) => Promise<void>;
  /** Moves a board with all its versions to the trash. */
  delete: (project: string, branch: string) => Promise<void>;
  trash: (project: string, signal?: AbortSignal) => Promise<DashboardMeta[]>;
  restore: (project: string, branch: string) => Promise<void>;
  /** Published versions, the newest first. */
  versions: (project: string, branch: string, signal?: AbortSignal) => Promise<VersionDto[]>;
}

export const dashboardsApi: BoardApi = {
  noun: 'dashboard',
  list: listDashboards,
  newest: newestOf,
  get: getDashboard,
  create: createDashboard,
  createDraft,
  draftThere,
  changedMeanwhile,
  save: updateDashboard,
  publish: publishDraft,
  deleteVersion,
  delete: deleteDashboard,
  trash: listTrash,
  restore: restoreDashboard,
  versions: listVersions,
};

const Context = createContext(dashboardsApi);

/** Says where the boards below are kept. */
export const BoardApiProvider = Context.Provider;

export const useBoardApi = () => useContext(Context);
