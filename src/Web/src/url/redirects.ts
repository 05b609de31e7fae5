import type { RunsView } from '../model/runsView';
import { parseRoute, runsPath } from './route';
import { parseRuns, printRuns } from './runs';

/**
 * Where the address of a project's runs in Neptune's app is in ours; null for one that is ours already. There the tabs
 * are parts of the path, and `dash` says which of them compares in what way.
 */
export function redirectTo(pathname: string, search: string): string | null {
  const route = parseRoute(pathname, search);
  if (route.page !== 'runs') return null;
  const parts = pathname.split('/').filter((part) => part !== '');
  const last = parts.at(-1);
  const isOld = parts[0] === 'o' && parts[2] === 'org';
  const tab = parts.length < 3 ? null : last === 'compare' ? 'compare' : last === 'table' ? 'table' : null;
  if (!isOld && tab === null) return null;
  const view = parseRuns(search);
  return runsPath(route.project, printRuns({ ...view, tab: tabOf(tab, new URLSearchParams(search), view) }));
}

function tabOf(section: 'compare' | 'table' | null, params: URLSearchParams, view: RunsView): RunsView['tab'] {
  if (params.has('tab') || section !== 'compare') return view.tab;
  const dash = params.get('dash') ?? 'charts';
  return /side|attributes|metadata|compare/i.test(dash) ? 'compare' : 'charts';
}
