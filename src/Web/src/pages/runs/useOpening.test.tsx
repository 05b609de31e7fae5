import { screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { show } from '../../test/render';
import { serve } from '../../test/server';
import { RunsPage } from './RunsPage';

const search = 'POST /api/leaderboard/v1/leaderboard/entries/search';
const entry = (id: string) => ({ attributes: [{ name: 'sys/id', type: 'string', stringProperties: { value: id } }] });

let runs: number;
let experiments: number;
let views: unknown[];

beforeEach(() => {
  [runs, experiments, views] = [2, 2, []];
  serve({
    'POST /api/leaderboard/v1/attributes/style/queryAttributeStyleSettings': () => ({ settings: [] }),
    'GET /api/leaderboard/v1/views': () => ({ views }),
    [search]: ({ body }) => {
      const count = (body as { experimentLeader: boolean }).experimentLeader ? experiments : runs;
      return { entries: count === 0 ? [] : [entry('LLM-1')], matchingItemCount: count };
    },
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
  localStorage.clear();
});

const path = '/team/llm/runs';
const openAt = (address: string) => {
  history.replaceState(null, '', address);
  return show(<RunsPage project="team/llm" />, address);
};
const params = () => Object.fromEntries(new URLSearchParams(window.location.search));
const goesTo = (there: Record<string, string>) => waitFor(() => expect(params()).toEqual(there));

it('opens a project for the first time on its default dashboard', async () => {
  openAt(path);
  await goesTo({ tab: 'dashboards', board: 'default' });
});

it('lists runs where none is an experiment', async () => {
  experiments = 0;
  openAt(path);
  await goesTo({ tab: 'dashboards', board: 'default', mode: 'runs' });
});

it('opens on what somebody last looked at', async () => {
  const first = openAt(`${path}?tab=compare&mode=runs`);
  await screen.findByRole('link', { name: 'Side-by-side' });
  first.unmount();
  const second = openAt(path);
  await goesTo({ tab: 'compare', mode: 'runs' });
  second.unmount();
  // The table is a choice like any other.
  openAt(`${path}?tab=table`).unmount();
  openAt(path);
  await goesTo({ tab: 'table' });
});

it('is set up as the default view says, on the tab that was left', async () => {
  const shown = { columnList: { columns: [] }, sortOptions: { sortBy: [], sortDirection: [] } };
  views = [{ id: 'v', name: 'Ours', defaultView: true, revision: 1, ...shown }];
  const first = openAt(path);
  await goesTo({ viewId: 'v' });
  first.unmount();
  openAt(`${path}?viewId=v&tab=charts`).unmount();
  openAt(path);
  await goesTo({ viewId: 'v', tab: 'charts' });
});

it('leaves a project without runs where it is', async () => {
  runs = 0;
  openAt(path);
  expect(await screen.findByLabelText('Commands that log a first run')).toBeInTheDocument();
  expect(window.location.search).toBe('');
});
