import { guestKeyIn } from '../model/guest';

/** The key of the public link that this page was opened by; null where somebody signs in. */
export const guestKey = guestKeyIn(globalThis.location?.pathname ?? '');

const root = '/api/public/v1';
const leaderboard = '/api/leaderboard/v1';

/** What widgets ask for, and where who has a link asks for it. */
const routes: Record<string, string> = {
  [`${leaderboard}/attributes/timeseries/views`]: 'charts',
  [`${leaderboard}/attributes/timeseries/histogram/view`]: 'histograms',
  [`${leaderboard}/formulas/values`]: 'formulas',
  [`${leaderboard}/attributes/series`]: 'series',
  [`${leaderboard}/leaderboard/attributes/query`]: 'values',
  [`${leaderboard}/leaderboard/attributes/definitions/query`]: 'definitions',
  [`${leaderboard}/dashboards/sections`]: 'sections',
  // Whether the server is there.
  '/api/session': 'runs',
};

/** Where a request of a page that was opened by a link goes; null: nowhere, for all else is closed to it. */
export function guestPath(path: string): string | null {
  if (path.startsWith(`${root}/`)) return path;
  const route = routes[path];
  return route === undefined ? null : `${root}/${route}`;
}
