/** Where an address leads. A project is named as the clients do: `workspace/name`. */
export type Route =
  | { page: 'projects' }
  | { page: 'runs'; project: string }
  | { page: 'run'; project: string; run: string }
  /** An address that names a run by something other than its id; the page looks the id up and goes there. */
  | { page: 'findRun'; project: string; by: FindRunBy; key: string }
  /** A report or dashboard of Neptune's app, which are not here. */
  | { page: 'report'; project: string }
  | { page: 'notFound' };

/** `customId`: the id that the client chose. `experiment`: the head run of that name. `run`: either id. */
export type FindRunBy = 'customId' | 'experiment' | 'run';

/** Reads an address of ours, one that a client prints, or one of Neptune's (`/o/{workspace}/org/{project}/…`). */
export function parseRoute(pathname: string, search: string): Route {
  const parts = pathname.split('/').filter((part) => part !== '').map(decode);
  if (parts.length === 0) return { page: 'projects' };
  const isOld = parts[0] === 'o' && parts[2] === 'org';
  const [workspace, name, ...rest] = isOld ? parts.filter((_, index) => index !== 0 && index !== 2) : parts;
  if (workspace === undefined || name === undefined) return { page: 'notFound' };
  return projectRoute(`${workspace}/${name}`, rest, new URLSearchParams(search));
}

/** Whether an address names a project's runs as Neptune's app does: with the tabs as parts of the path. */
export function isForeignRuns(pathname: string, search: string): boolean {
  if (parseRoute(pathname, search).page !== 'runs') return false;
  const parts = pathname.split('/').filter((part) => part !== '');
  const isOld = parts[0] === 'o' && parts[2] === 'org';
  const isOwn = isOld && reserved.includes(parts[1] ?? '') && !['table', 'compare'].includes(parts.at(-1) ?? '');
  if (isOwn) return false;
  return isOld || (parts.length > 2 && ['table', 'compare'].includes(parts.at(-1) ?? ''));
}

function projectRoute(project: string, rest: string[], params: URLSearchParams): Route {
  const [section, item, more] = rest;
  if (section === '-' && item === 'run') return found(project, 'customId', params.get('customId'));
  if (section === undefined) return { page: 'runs', project };
  if (section === 'reports' || section === 'dashboards') return { page: 'report', project };
  if (section !== 'runs' || more !== undefined) return { page: 'notFound' };
  if (item === undefined || item === 'table' || item === 'compare') return { page: 'runs', project };
  if (item !== 'details') return { page: 'run', project, run: item };
  const by = params.get('type') === 'experiment' ? 'experiment' : 'run';
  return found(project, by, params.get('runIdentificationKey') ?? params.get('shortId'));
}

function found(project: string, by: FindRunBy, key: string | null): Route {
  return key === null || key === '' ? { page: 'notFound' } : { page: 'findRun', project, by, key };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** First parts of addresses that are the server's own: a workspace of such a name is written as in Neptune's app. */
const reserved = ['api', 'assets', 'storage', 'metrics', 'health', 'openapi', 'o'];

export function projectPath(project: string): string {
  const [workspace = '', ...name] = project.split('/').map(encodeURIComponent);
  return reserved.includes(workspace) ? `/o/${workspace}/org/${name.join('/')}` : `/${workspace}/${name.join('/')}`;
}

export function runsPath(project: string, search = ''): string {
  return `${projectPath(project)}/runs${search}`;
}

export function runPath(project: string, run: string, search = ''): string {
  return `${projectPath(project)}/runs/${encodeURIComponent(run)}${search}`;
}
