import { request } from './client';
import type { ProjectList, ProjectWithRole } from './generated';

const base = '/api/backend/v1/projects';

export type Project = Pick<
  ProjectWithRole,
  | 'id'
  | 'name'
  | 'organizationName'
  | 'projectKey'
  | 'description'
  | 'archived'
  | 'timeOfCreation'
  | 'lastActivity'
>;

export interface NewProject {
  name: string;
  organizationIdentifier: string;
  description?: string;
  visibility: string;
  projectKey?: string;
}

/** `workspace/name`: how clients and addresses name a project. */
export function projectId(project: Project): string {
  return `${project.organizationName}/${project.name}`;
}

export async function listProjects(signal?: AbortSignal): Promise<Project[]> {
  const found: Project[] = [];
  const limit = 1000;
  for (;;) {
    const page = await request<ProjectList>(base, {
      query: { userRelation: 'viewerOrHigher', sortBy: 'name', offset: found.length, limit },
      signal,
    });
    found.push(...page.entries);
    if (page.entries.length < limit) return found;
  }
}

export async function createProject(project: NewProject): Promise<Project> {
  return request<ProjectWithRole>(base, { method: 'POST', body: project });
}

export interface ProjectChange {
  name?: string;
  description?: string;
  archived?: boolean;
}

export async function getProject(id: string, signal?: AbortSignal): Promise<Project> {
  return request<ProjectWithRole>(`${base}/get`, { query: { projectIdentifier: id }, signal });
}

export async function updateProject(id: string, change: ProjectChange): Promise<void> {
  await request(base, { method: 'PUT', query: { projectIdentifier: id }, body: change });
}

export async function deleteProject(id: string): Promise<void> {
  await request(base, { method: 'DELETE', query: { projectIdentifier: id } });
}
