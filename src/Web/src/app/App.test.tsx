import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it, vi } from 'vitest';

import { connection } from '../api/connection';
import { refuse, serve } from '../test/server';
import { App } from './App';

afterEach(() => {
  vi.unstubAllGlobals();
  connection.restored();
});

const session = 'GET /api/session';
const projects = 'GET /api/backend/v1/projects';
const search = 'POST /api/leaderboard/v1/leaderboard/entries/search';

it('asks who we are, and lets a token in', async () => {
  let isIn = false;
  serve({
    [session]: () => (isIn ? { username: 'ada' } : refuse(401, 'Who?')),
    'POST /api/session': ({ body }) => {
      isIn = (body as { token: string }).token === 'good';
      return isIn ? { username: 'ada' } : refuse(401, 'This token is not known.');
    },
    [projects]: () => ({ entries: [] }),
  });
  render(<App />);
  const token = await screen.findByLabelText('API token');
  await userEvent.type(token, 'bad{Enter}');
  expect(await screen.findByText('This token is not known.')).toBeInTheDocument();
  await userEvent.clear(token);
  await userEvent.type(token, 'good{Enter}');
  expect(await screen.findByRole('heading', { name: 'Projects' })).toBeInTheDocument();
});

it('says that the server is gone, and goes on by itself once it is back', async () => {
  serve({ [session]: () => ({ username: 'ada' }), [projects]: () => ({ entries: [] }) });
  render(<App />);
  await screen.findByRole('heading', { name: 'Projects' });
  connection.lost();
  expect(await screen.findByText('Temporarily unavailable.')).toBeInTheDocument();
  await waitFor(() => expect(screen.queryByText('Temporarily unavailable.')).toBeNull(), { timeout: 5000 });
}, 10_000);

it.each([
  ['/team/llm/-/run/?customId=my%20run', '`sys/custom_run_id`:string == "my run"'],
  ['/team/llm/runs/details?runIdentificationKey=base&type=experiment', '`sys/name`:string == "base"'],
  ['/o/team/org/llm/runs/details?runIdentificationKey=LLM-7&type=run', '`sys/id`:string == "LLM-7"'],
])('goes from %s to the page of the run', async (address, query) => {
  const calls = serve({
    [session]: () => ({ username: 'ada' }),
    [search]: () => ({
      entries: [{ attributes: [{ name: 'sys/id', type: 'string', stringProperties: { value: 'LLM-7' } }] }],
      matchingItemCount: 1,
    }),
  });
  window.history.replaceState(null, '', address);
  render(<App />);
  await waitFor(() => expect(window.location.pathname).toBe('/team/llm/runs/LLM-7'), { timeout: 4000 });
  const asked = calls.filter((call) => call.path.endsWith('/entries/search')).map((call) => JSON.stringify(call.body));
  expect(asked.some((body) => body.includes(JSON.stringify(query).slice(1, -1)))).toBe(true);
});

it('goes from an address of Neptune’s app to the same table here', async () => {
  serve({ [session]: () => ({ username: 'ada' }), [search]: () => ({ entries: [], matchingItemCount: 0 }) });
  window.history.replaceState(null, '', '/o/team/org/llm/runs/compare?dash=charts&compare=auto-7');
  render(<App />);
  const there = '/team/llm/runs?tab=charts&runs=first-7';
  await waitFor(() => expect(window.location.pathname + window.location.search).toBe(there));
});

it('says so when there is nothing at an address', async () => {
  serve({ [session]: () => ({ username: 'ada' }) });
  window.history.replaceState(null, '', '/team/llm/nowhere');
  render(<App />);
  expect(await screen.findByText('Page not found')).toBeInTheDocument();
});

const long = `?runs=${Array.from({ length: 700 }, (_, at) => `LLM-${at}`).join(',')}`;
const addresses = '/api/leaderboard/v1/addresses';

it('has the server keep an address that is too long, and opens it by its id', async () => {
  const id = '00112233445566778899aabbccddeeff';
  const calls = serve({
    [session]: () => ({ username: 'ada' }),
    [search]: () => ({ entries: [], matchingItemCount: 0 }),
    [`POST ${addresses}`]: () => ({ id, search: long }),
  });
  window.history.replaceState(null, '', `/team/llm/runs#${long}`);
  render(<App />);
  await waitFor(() => expect(window.location.search).toBe(`?kept=${id}`), { timeout: 6000 });
  const kept = calls.find(({ method, path }) => method === 'POST' && path === addresses)!;
  expect([kept.query.get('projectIdentifier'), kept.body]).toEqual(['team/llm', { search: long }]);
}, 10_000);

it('says so when what an address showed is not kept any more', async () => {
  serve({
    [session]: () => ({ username: 'ada' }),
    [`GET ${addresses}/${'9'.repeat(32)}`]: () => refuse(404, 'What this address showed is not kept any more.'),
  });
  window.history.replaceState(null, '', `/team/llm/runs?kept=${'9'.repeat(32)}`);
  render(<App />);
  expect(await screen.findByText(/not kept any more/, undefined, { timeout: 4000 })).toBeInTheDocument();
  expect(screen.getByRole('link', { name: 'Open the project' })).toHaveAttribute('href', '/team/llm/runs');
}, 10_000);
