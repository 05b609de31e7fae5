import { expect, it } from 'vitest';

import { hasLostRuns, redirectTo } from './redirects';
import { isForeign, parseRoute, projectPath, runPath, runsPath } from './route';

it.each([
  [
    '/o/team/org/llm/runs/table',
    '?viewId=standard-view&dash=table&type=run&compare=auto-5',
    '/team/llm/runs?viewId=standard-view',
  ],
  ['/o/team/org/a.b/runs/table', '?experimentsOnly=false&compare=auto-9', '/team/a.b/runs?mode=runs&runs=first-9'],
  ['/o/team/org/llm/runs/compare', '?dash=charts&compare=auto-5', '/team/llm/runs?tab=charts'],
  ['/o/team/org/llm/runs/compare', '?dash=dashboard&dashboardId=x', '/team/llm/runs?tab=charts'],
  ['/o/team/org/llm/runs/compare', '?dash=side-by-side', '/team/llm/runs?tab=compare'],
  ['/o/team/org/llm/runs/compare', '', '/team/llm/runs?tab=charts'],
  ['/o/team/org/llm', '', '/team/llm/runs'],
  ['/team/llm/runs/table', '?query=a+%3E+1', '/team/llm/runs?query=a+%3E+1'],
  ['/team/llm/experiments', '?split=tbl&viewId=standard-view', '/team/llm/runs?viewId=standard-view'],
  ['/team/llm/models', '', '/team/llm/runs'],
  ['/o/my team/-/projects', '', '/?search=my%20team%2F'],
  ['/team', '', '/?search=team%2F'],
  ['/team/llm/runs', '?tab=charts', null],
  ['/team/compare', '', null],
  ['/team/llm/runs/details', '?runIdentificationKey=x', null],
  ['/', '', null],
])('knows where %s%s is now', (pathname, search, moved) => {
  expect(redirectTo(pathname, search)).toBe(moved);
});

it('writes workspaces that are called like the server’s own names so that they open', () => {
  expect(projectPath('api/first')).toBe('/o/api/org/first');
  expect(parseRoute(runPath('assets/a b', 'A-1'), '')).toEqual({ page: 'run', project: 'assets/a b', run: 'A-1' });
  expect(parseRoute(runsPath('api/first'), '')).toEqual({ page: 'runs', project: 'api/first' });
  expect(isForeign(runsPath('api/first'), '')).toBe(false);
  expect(isForeign('/o/team/org/llm/runs', '')).toBe(true);
  expect(parseRoute('/o/team/org/llm/reports/x-y', '')).toEqual({ page: 'report', project: 'team/llm' });
});

it('tells a choice of runs that only Neptune’s servers knew from one that can be made again', () => {
  expect(hasLostRuns('?compare=uEwFgzAbAtAhgTgU1gFzgXwFBA')).toBe(true);
  expect(hasLostRuns('?compare=auto-5')).toBe(false);
  expect(hasLostRuns('?compare=')).toBe(false);
  expect(hasLostRuns('?compare=ux&runs=LLM-1')).toBe(false);
  expect(hasLostRuns('')).toBe(false);
});
