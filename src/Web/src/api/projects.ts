import { request } from './client';

const base = '/api/backend/v1/projects';

export interface Project {
  id: string;
  name: string;
  organizationName: string;
  projectKey: string;
  description: string;
  visibility: string;
  archived: boolean;
  timeOfCreation: string;
  lastActivity: string | null;
}

export interface NewProject {
  name: string;
  organizationIdentifier: string;
  description?: string;
  visibility: 'priv' | 'workspace' | 'pub';
  projectKey?: string;
}

interface ProjectDto extends Omit<Project, 'description' | 'lastActivity'> {
  description?: string | null;
  lastActivity?: string | null;
}

/** `workspace/name`: how clients and addresses name a project. */
export function projectId(project: Project): string {
  return `${project.organizationName}/${project.name}`;
}

export async function listProjects(signal?: AbortSignal): Promise<Project[]> {
  const found: Project[] = [];
  const limit = 1000;
  for (;;) {
    const page = await request<{ entries: ProjectDto[] }>(base, {
      query: { userRelation: 'viewerOrHigher', sortBy: 'name', offset: found.length, limit },
      signal,
    });
    found.push(...page.entries.map(fromDto));
    if (page.entries.length < limit) return found;
  }
}

export async function createProject(project: NewProject): Promise<Project> {
  return fromDto(await request<ProjectDto>(base, { method: 'POST', body: project }));
}

export async function updateProject(id: string, change: { description?: string; archived?: boolean }): Promise<void> {
  await request(base, { method: 'PUT', query: { projectIdentifier: id }, body: change });
}

export async function deleteProject(id: string): Promise<void> {
  await request(base, { method: 'DELETE', query: { projectIdentifier: id } });
}

function fromDto(dto: ProjectDto): Project {
  return {
    ...dto,
    description: dto.description ?? '',
    lastActivity: dto.lastActivity ?? null,
  };
}
