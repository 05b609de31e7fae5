import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { parseRoute, projectPath, runPath } from './route';

describe('parseRoute', () => {
  it.each([
    ['/', '', { page: 'projects' }],
    ['/team/llm', '', { page: 'runs', project: 'team/llm' }],
    ['/team/llm/', '', { page: 'runs', project: 'team/llm' }],
    ['/team/llm/runs', '', { page: 'runs', project: 'team/llm' }],
    ['/team/llm/runs/LLM-29', '', { page: 'run', project: 'team/llm', run: 'LLM-29' }],
    [
      '/team/llm/-/run/',
      '?customId=a%2Fb',
      { page: 'findRun', project: 'team/llm', by: 'customId', key: 'a/b', tab: null },
    ],
    [
      '/team/llm/runs/details',
      '?runIdentificationKey=base+run&type=experiment',
      { page: 'findRun', project: 'team/llm', by: 'experiment', key: 'base run', tab: null },
    ],
    [
      '/o/team/org/llm/runs/details',
      '?runIdentificationKey=LLM-29&type=run&detailsTab=charts',
      { page: 'findRun', project: 'team/llm', by: 'run', key: 'LLM-29', tab: null },
    ],
    ['/o/team/org/llm/runs/table', '?viewId=standard-view', { page: 'runs', project: 'team/llm' }],
    ['/o/team/org/llm/runs/compare', '?dash=charts', { page: 'runs', project: 'team/llm' }],
    ['/o/team/org/llm', '', { page: 'runs', project: 'team/llm' }],
    ['/team', '', { page: 'workspace', workspace: 'team' }],
    ['/team/-/projects', '', { page: 'workspace', workspace: 'team' }],
    ['/o/team', '', { page: 'workspace', workspace: 'team' }],
    ['/o/team/projects', '', { page: 'workspace', workspace: 'team' }],
    ['/o/team/-/projects', '', { page: 'workspace', workspace: 'team' }],
    ['/o/team/settings/members', '', { page: 'workspace', workspace: 'team' }],
    ['/o', '', { page: 'notFound' }],
    ['/team/llm/e', '', { page: 'notFound' }],
    ['/team/llm/experiments', '?viewId=x', { page: 'runs', project: 'team/llm' }],
    ['/team/llm/models', '', { page: 'runs', project: 'team/llm' }],
    ['/team/llm/-/run', '', { page: 'notFound' }],
    ['/team/llm/nowhere', '', { page: 'notFound' }],
  ] as const)('leads %s%s to its page', (pathname, search, route) => {
    expect(parseRoute(pathname, search)).toEqual(route);
  });

  it.each([
    ['/team/llm/e/LLM-29', 'LLM-29', null],
    ['/team/llm/e/LLM-29/charts', 'LLM-29', 'charts'],
    ['/team/llm/e/LLM-29/all', 'LLM-29', 'metadata'],
    ['/o/team/org/llm/e/LLM-29/dashboard/x', 'LLM-29', 'dashboard'],
    ['/team/llm/m/LLM-MOD/metadata', 'LLM-MOD', 'metadata'],
    ['/team/llm/m/LLM-MOD/v/LLM-MOD-1/metadata', 'LLM-MOD-1', 'metadata'],
  ] as const)('finds the run of the 2.x address %s', (pathname, key, tab) => {
    expect(parseRoute(pathname, '')).toEqual({ page: 'findRun', project: 'team/llm', by: 'run', key, tab });
  });

  it('reads back the paths that we make', () => {
    const name = fc.string({ minLength: 1, unit: 'grapheme' }).filter((text) => !/^\.{1,2}$|^o$|\//.test(text));
    fc.assert(
      fc.property(name, name, (workspace, project) => {
        const id = `${workspace}/${project}`;
        expect(parseRoute(projectPath(id), '')).toEqual({ page: 'runs', project: id });
        expect(parseRoute(runPath(id, 'LLM-1'), '')).toEqual({ page: 'run', project: id, run: 'LLM-1' });
      }),
    );
  });
});

it('tells a project that is called by a dash from the pages of its workspace', () => {
  expect(projectPath('team/-')).toBe('/team/%2D');
  expect(parseRoute('/team/%2D', '')).toEqual({ page: 'runs', project: 'team/-' });
  expect(parseRoute('/team/-', '')).toEqual({ page: 'workspace', workspace: 'team' });
});

it('writes a workspace that is called like a part of the server as in the app of Neptune', () => {
  expect(projectPath('docs/llm')).toBe('/o/docs/org/llm');
  expect(parseRoute('/o/docs/org/llm', '')).toEqual({ page: 'runs', project: 'docs/llm' });
});
