/** Where an address leads. A project is named as the clients do: `workspace/name`. */
export type Route =
  | { page: 'projects' }
  /** A page of Neptune's app about a whole workspace; here that is the list of projects, searched. */
  | { page: 'workspace'; workspace: string }
  | { page: 'runs'; project: string }
  | { page: 'run'; project: string; run: string }
  /** An address that names a run by something other than its id; the page looks the id up and goes there. */
  | { page: 'findRun'; project: string; by: FindRunBy; key: string; tab: FoundTab }
  /** A report, or with null their list. */
  | { page: 'reports'; project: string; report: string | null }
  | { page: 'notFound' };

/** `customId`: the id that the client chose. `experiment`: the head run of that name. `run`: either id. */
export type FindRunBy = 'customId' | 'experiment' | 'run';

/** The tab that a path names, in the words of `detailsTab`; null where the search part names it. */
export type FoundTab = 'charts' | 'metadata' | 'dashboard' | null;

/**
 * Reads an address of ours, one that a client prints, or one of Neptune's app: `/o/{workspace}/org/{project}/…`, and of
 * 2.x `/{workspace}/{project}/e/{id}/…`.
 */
export function parseRoute(pathname: string, search: string): Route {
  const raw = pathname.split('/').filter((part) => part !== '');
  const parts = raw.map(decode);
  if (parts.length === 0) return { page: 'projects' };
  const isOld = parts[0] === 'o' && parts[2] === 'org';
  const [workspace, name, ...rest] = isOld ? parts.filter((_, index) => index !== 0 && index !== 2) : parts;
  if (parts[0] === 'o' && !isOld && parts[1] !== undefined) return { page: 'workspace', workspace: parts[1] };
  if (workspace === undefined || workspace === 'o') return { page: 'notFound' };
  if (name === undefined || raw[isOld ? 3 : 1] === '-') return { page: 'workspace', workspace };
  return projectRoute(`${workspace}/${name}`, rest, new URLSearchParams(search));
}

/** Whether an address names a workspace, or a project's runs, as Neptune's app does. */
export function isForeign(pathname: string, search: string): boolean {
  const { page } = parseRoute(pathname, search);
  if (page !== 'runs') return page === 'workspace';
  const parts = pathname.split('/').filter((part) => part !== '');
  const isOld = parts[0] === 'o' && parts[2] === 'org';
  const isOwn = isOld && reserved.includes(parts[1] ?? '') && !runsTabs.includes(parts.at(-1) ?? '');
  if (isOwn) return false;
  return isOld || (parts.length > 2 && [...runsTabs, ...oldLists].includes(parts.at(-1) ?? ''));
}

const runsTabs = ['table', 'compare'];

/** Pages of the 2.x app. Here all that they list are runs. */
const oldLists = ['experiments', 'models', 'metadata'];

function projectRoute(project: string, rest: string[], params: URLSearchParams): Route {
  const [section, item, more, version, versionTab] = rest;
  if (section === '-' && item === 'run') return found(project, 'customId', params.get('customId'));
  if (section === undefined) return { page: 'runs', project };
  if (section === 'reports') return { page: 'reports', project, report: item === undefined ? null : idIn(item) };
  if (section === 'm' && more === 'v') return found(project, 'run', version ?? null, oldTab(versionTab));
  if (section === 'e' || section === 'm') return found(project, 'run', item ?? null, oldTab(more));
  if (oldLists.includes(section)) return { page: 'runs', project };
  if (section !== 'runs' || more !== undefined) return { page: 'notFound' };
  if (item === undefined || runsTabs.includes(item)) return { page: 'runs', project };
  if (item !== 'details') return { page: 'run', project, run: item };
  const by = params.get('type') === 'experiment' ? 'experiment' : 'run';
  return found(project, by, params.get('runIdentificationKey') ?? params.get('shortId'));
}

/** Links of Neptune's app have a slug of the title before the id. */
function idIn(text: string): string {
  return /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.exec(text.toLowerCase())?.[0] ?? text;
}

function found(project: string, by: FindRunBy, key: string | null, tab: FoundTab = null): Route {
  return key === null || key === '' ? { page: 'notFound' } : { page: 'findRun', project, by, key, tab };
}

/** In 2.x the tab of a run is a part of the path; all but these two show attributes of one kind or another. */
function oldTab(part: string | undefined): FoundTab {
  if (part === undefined) return null;
  return part === 'charts' || part === 'dashboard' ? part : 'metadata';
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** First parts of addresses that are the server's own: a workspace of such a name is written as in Neptune's app. */
const reserved = ['api', 'assets', 'storage', 'metrics', 'health', 'openapi', 'docs', 'o', 's', 'share'];

export function projectPath(project: string): string {
  // A dash of its own is no project in an address, but the pages of a workspace.
  const [workspace = '', ...name] = project.split('/').map((part) => (part === '-' ? '%2D' : encodeURIComponent(part)));
  return reserved.includes(workspace) ? `/o/${workspace}/org/${name.join('/')}` : `/${workspace}/${name.join('/')}`;
}

export function runsPath(project: string, search = ''): string {
  return `${projectPath(project)}/runs${search}`;
}

export function reportPath(project: string, report: string | null): string {
  return `${projectPath(project)}/reports${report === null ? '' : `/${encodeURIComponent(report)}`}`;
}

export function runPath(project: string, run: string, search = ''): string {
  return `${projectPath(project)}/runs/${encodeURIComponent(run)}${search}`;
}
