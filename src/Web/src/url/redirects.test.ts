import { expect, it } from 'vitest';

import { redirectTo } from './redirects';
import { isForeignRuns, parseRoute, projectPath, runPath, runsPath } from './route';

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
  expect(isForeignRuns(runsPath('api/first'), '')).toBe(false);
  expect(isForeignRuns('/o/team/org/llm/runs', '')).toBe(true);
  expect(parseRoute('/o/team/org/llm/reports/x-y', '')).toEqual({ page: 'report', project: 'team/llm' });
});
