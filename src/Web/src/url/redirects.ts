import type { RunsView } from '../model/runsView';
import { isForeign, parseRoute, runsPath } from './route';
import { parseRuns, printRuns } from './runs';

/**
 * Where the address of a workspace, or of a project's runs, in Neptune's app is in ours; null for one that is ours
 * already. There the tabs are parts of the path, and `dash` says which of them compares in what way.
 */
export function redirectTo(pathname: string, search: string): string | null {
  const route = parseRoute(pathname, search);
  if (route.page === 'workspace') return `/?search=${encodeURIComponent(`${route.workspace}/`)}`;
  if (route.page !== 'runs' || !isForeign(pathname, search)) return null;
  const tabInPath = /\/(table|compare)\/?$/.exec(pathname)?.[1];
  if (search === '' && tabInPath === undefined) return runsPath(route.project);
  const view = parseRuns(search);
  const isCompare = tabInPath === 'compare';
  return runsPath(route.project, printRuns({ ...view, tab: tabOf(isCompare, new URLSearchParams(search), view) }));
}

function tabOf(isCompare: boolean, params: URLSearchParams, view: RunsView): RunsView['tab'] {
  if (params.has('tab') || !isCompare) return view.tab;
  const dash = params.get('dash') ?? 'charts';
  return /side|attributes|metadata|compare/i.test(dash) ? 'compare' : 'charts';
}

/** Whether a link names runs by an id of a choice that Neptune's servers kept: no export has those. */
export function hasLostRuns(search: string): boolean {
  const params = new URLSearchParams(search);
  return !params.has('runs') && /^(?!auto-\d+$|first-\d+$)./.test(params.get('compare') ?? '');
}
