import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { afterEach, expect, it, vi } from 'vitest';

import { defaultRuns, type RunsView } from '../../../model/runsView';
import { show } from '../../../test/render';
import { serve } from '../../../test/server';
import { FilterBar } from './FilterBar';
import { FilterMenu } from './FilterMenu';

afterEach(() => vi.unstubAllGlobals());

const base = '/api/leaderboard/v1/leaderboard';

function Filters({ initial = defaultRuns }: { initial?: RunsView }) {
  const [view, setView] = useState(initial);
  const parts = { project: 'team/llm', view, change: (update: (now: RunsView) => RunsView) => setView(update) };
  return (
    <>
      <FilterMenu {...parts} />
      <FilterBar {...parts} isText={false} write={() => undefined} />
      <output>{view.query}</output>
    </>
  );
}

function serveNames() {
  serve({
    [`POST ${base}/attributes/definitions/query`]: () => ({ entries: [{ name: 'eval/loss', type: 'floatSeries' }] }),
    'POST /api/leaderboard/v1/attributes/definitions/query': () => ({
      entries: [{ name: 'eval/loss', type: 'floatSeries' }],
      nextPage: {},
    }),
    [`POST ${base}/entries/search`]: () => ({ entries: [], groups: [], matchingItemCount: 0 }),
    [`POST ${base}/tags/search`]: () => ({ tags: ['شبكة', '🚀'] }),
  });
}

it('adds what one press sets, with a way out that names it', async () => {
  serveNames();
  show(<Filters />);
  await userEvent.click(screen.getByRole('button', { name: 'Filter' }));
  await userEvent.click(await screen.findByRole('button', { name: 'inactive' }));
  await userEvent.click(await screen.findByRole('button', { name: 'شبكة' }));
  const set = screen.getByRole('group', { name: 'Filters that are set' });
  expect(set).toHaveTextContent('Stateinactive');
  // A name of another direction stays apart from the words around it.
  expect([...set.querySelectorAll('bdi')].map((one) => one.textContent)).toContain('شبكة');
  await userEvent.keyboard('{Escape}');
  await userEvent.click(screen.getByRole('button', { name: 'Remove: State inactive' }));
  await waitFor(() => expect(set).not.toHaveTextContent('inactive'));
});

it('shows the conditions of the query beside the others, and clears all of them', async () => {
  serveNames();
  const quick = { ...defaultRuns.quick, tags: ['a'] };
  const initial = { ...defaultRuns, query: '`eval/loss`:floatSeries < "2"', quick };
  show(<Filters initial={initial} />);
  expect(screen.getByRole('button', { name: 'Filter (2)' })).toBeInTheDocument();
  await userEvent.click(screen.getByRole('button', { name: 'eval/loss < 2' }));
  const value = await screen.findByLabelText('Value');
  await userEvent.clear(value);
  await userEvent.type(value, '3{Enter}');
  expect(await screen.findByRole('button', { name: 'eval/loss < 3' })).toBeInTheDocument();
  await userEvent.click(screen.getByRole('button', { name: 'Clear' }));
  expect(screen.queryByRole('group', { name: 'Filters that are set' })).toBeNull();
  expect(screen.getByRole('button', { name: 'Filter' })).toBeInTheDocument();
});
