import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { deleteRuns } from '../../../api/runs';
import { show } from '../../../test/render';
import { serve, type Call } from '../../../test/server';
import { RunsPage } from '../RunsPage';

const trash = 'POST /api/leaderboard/v1/experiments/trash';
const text = (name: string, value: string) => ({ name, type: 'string', stringProperties: { value } });
const identifier = (index: number) => `team/llm/LLM-${index}`;

/** What a run needs to go before it. */
let forks: Map<string, string>;
let alive: Set<number>;
let trashed: Set<number>;
let calls: Call[];

beforeEach(() => {
  forks = new Map();
  alive = new Set([1, 2]);
  trashed = new Set([3, 4]);
  calls = serve({
    'POST /api/leaderboard/v1/leaderboard/entries/search': ({ body }) => {
      const { query } = body as { query?: { query: string } };
      const isTrash = query?.query.includes('NOT (`sys/trashed`') === false;
      const ids = query?.query.match(/LLM-\d+/g);
      const listed = [...(isTrash ? trashed : alive)].filter((index) => !ids || ids.includes(`LLM-${index}`));
      const entries = listed.map((index) => ({
        attributes: [text('sys/id', `LLM-${index}`), text('sys/custom_run_id', `run-${index}`)],
      }));
      return { entries, matchingItemCount: entries.length };
    },
    'POST /api/leaderboard/v1/leaderboard/attributes/definitions/query': () => ({ entries: [], nextPage: {} }),
    [`${trash}/restore`]: () => ({ errors: [], updatedExperimentIdentifiers: [] }),
    [`${trash}/delete`]: ({ body }) => {
      const names = body as string[];
      const kept = names.filter((name) => forks.has(name) && !names.includes(forks.get(name)!));
      for (const name of names.filter((one) => !kept.includes(one))) {
        trashed.delete(Number(name.split('-').at(-1)));
        for (const [parent, fork] of forks) if (fork === name) forks.delete(parent);
      }
      return {
        errors: kept.map((name) => ({ experimentIdentifier: name, reason: 'IN_USE', message: `${name} has forks.` })),
        updatedExperimentIdentifiers: [],
      };
    },
  });
});
afterEach(() => vi.unstubAllGlobals());

const asked = (what: string) => calls.filter((call) => `${call.method} ${call.path}` === what);

it('shows only what is in the trash, and deletes it once that is confirmed', async () => {
  show(<RunsPage project="team/llm" />, '/team/llm/runs?trash=1');
  expect(await screen.findByRole('link', { name: 'run-3' })).toBeInTheDocument();
  expect(screen.queryByRole('link', { name: 'run-1' })).toBeNull();

  await userEvent.click(screen.getByRole('checkbox', { name: 'Select run-3' }));
  await userEvent.click(screen.getByRole('button', { name: 'Delete permanently…' }));
  const dialog = await screen.findByRole('dialog', { name: 'Delete 1 run permanently?' });
  expect(asked(`${trash}/delete`)).toHaveLength(0);
  await userEvent.click(within(dialog).getByRole('button', { name: 'Delete permanently' }));
  await waitFor(() => expect(screen.queryByRole('link', { name: 'run-3' })).toBeNull());
  expect(asked(`${trash}/delete`).map((call) => call.body)).toEqual([[identifier(3)]]);
  expect(screen.getByRole('link', { name: 'run-4' })).toBeInTheDocument();
});

it('restores, and leads back to the runs', async () => {
  show(<RunsPage project="team/llm" />, '/team/llm/runs?trash=1');
  await userEvent.click(await screen.findByRole('checkbox', { name: 'Select run-4' }));
  await userEvent.click(screen.getByRole('button', { name: 'Restore' }));
  await waitFor(() => expect(asked(`${trash}/restore`).map((call) => call.body)).toEqual([[identifier(4)]]));
  await userEvent.click(screen.getByRole('button', { name: 'Back to the runs' }));
  expect(await screen.findByRole('link', { name: 'run-1' })).toBeInTheDocument();
  expect(window.location.search).not.toContain('trash');
});

it('deletes parents after the forks that stand in another part of what is sent', async () => {
  // The first thousand holds a parent, the rest its fork.
  forks = new Map([[identifier(0), identifier(1500)]]);
  await deleteRuns('team/llm', Array.from({ length: 1501 }, (_, index) => `LLM-${index}`));
  expect(asked(`${trash}/delete`).map((call) => (call.body as string[]).length)).toEqual([1000, 501, 1]);
});

it('says why a run is kept, once the others are gone', async () => {
  forks = new Map([[identifier(3), identifier(9)]]);
  await expect(deleteRuns('team/llm', ['LLM-3', 'LLM-4'])).rejects.toThrow(`${identifier(3)} has forks.`);
  expect([...trashed]).toEqual([3]);
});
