import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { show } from '../../test/render';
import { refuse, serve, type Call } from '../../test/server';
import { RunsPage } from './RunsPage';

const search = 'POST /api/leaderboard/v1/leaderboard/entries/search';
const styles = '/api/leaderboard/v1/attributes/style';
const definitions = 'POST /api/leaderboard/v1/leaderboard/attributes/definitions/query';

interface SearchRequest {
  query?: { query: string };
  pagination: { limit: number; offset: number };
  sorting?: { dir: string; sortBy: { name: string } };
  experimentLeader: boolean;
}

const text = (name: string, value: string) => ({ name, type: 'string', stringProperties: { value } });
const run = (index: number) => ({
  attributes: [
    text('sys/id', `LLM-${index}`),
    text('sys/custom_run_id', `run-${index}`),
    text('sys/name', `exp <b>${index}</b>`),
    { name: 'train/loss', type: 'floatSeries', floatSeriesProperties: { last: index / 4, min: 0, lastStep: 9 } },
  ],
});

let calls: Call[];

beforeEach(() => {
  let settings: unknown[] = [];
  calls = serve({
    [`POST ${styles}/queryAttributeStyleSettings`]: () => ({ settings }),
    [`PUT ${styles}/putAttributeStyleSettings`]: ({ body }) => {
      settings = [(body as { styleSettings: unknown }).styleSettings];
      return {};
    },
    [search]: ({ body }) => {
      const { query, pagination } = body as SearchRequest;
      if (query?.query.includes('bad')) return refuse(400, 'The query is wrong at character 2: no operator');
      const asked = query?.query.match(/LLM-\d+/g);
      const all = Array.from({ length: 40 }, (_, index) => 40 - index)
        .filter((index) => !asked || asked.includes(`LLM-${index}`))
        .map(run);
      return {
        entries: all.slice(pagination.offset, pagination.offset + pagination.limit),
        matchingItemCount: all.length,
      };
    },
    [definitions]: () => ({ entries: [{ name: 'train/loss', type: 'floatSeries' }], nextPage: {} }),
  });
});
afterEach(() => vi.unstubAllGlobals());

const searches = () =>
  calls.filter((call) => `${call.method} ${call.path}` === search).map((call) => call.body as SearchRequest);

describe('the runs table', () => {
  it('shows runs as links with the values of the columns, names as text', async () => {
    show(<RunsPage project="team/llm" />, '/team/llm/runs?tab=table');
    const link = await screen.findByRole('link', { name: 'exp <b>40</b>' });
    expect(link).toHaveAttribute('href', '/team/llm/runs/LLM-40');
    const row = link.closest<HTMLElement>('[role=row]')!;
    expect(await within(row).findByText('10')).toBeInTheDocument();
    expect(screen.getByRole('table')).toHaveAttribute('aria-rowcount', '41');
  });

  it('turns "the first five" into a choice when an eye is pressed', async () => {
    show(<RunsPage project="team/llm" />, '/team/llm/runs?tab=table');
    // Rows are drawn anew as the list moves: the eye is looked up each time.
    const eye = () => screen.getByRole('button', { name: 'Show exp <b>40</b> in charts' });
    await waitFor(() => expect(eye()).toHaveAttribute('aria-pressed', 'true'));
    await userEvent.click(eye());
    await waitFor(() => expect(eye()).toHaveAttribute('aria-pressed', 'false'));
    expect(new URLSearchParams(window.location.search).get('runs')).toBe('LLM-39,LLM-38,LLM-37,LLM-36');
  });

  it('gives a run the color that was chosen, for everybody', async () => {
    show(<RunsPage project="team/llm" />, '/team/llm/runs?tab=table');
    const dot = () => screen.getByRole('button', { name: 'Color of exp <b>40</b>' });
    await screen.findByRole('link', { name: 'exp <b>40</b>' });
    await userEvent.click(dot());
    const form = await screen.findByRole('dialog', { name: 'Color of exp <b>40</b>' });
    await userEvent.click(within(form).getByRole('radio', { name: '#1f9d55' }));
    await waitFor(() =>
      expect(calls.find(({ path }) => path === `${styles}/putAttributeStyleSettings`)?.body).toEqual({
        projectIdentifier: 'team/llm',
        styleSettings: { attribute: { name: 'sys/id', value: 'LLM-40' }, color: '#1f9d55' },
      }),
    );
    await waitFor(() => expect(dot().firstElementChild).toHaveStyle({ background: '#1f9d55' }));
  });

  it('asks the server to sort by the column that was pressed', async () => {
    show(<RunsPage project="team/llm" />, '/team/llm/runs?tab=table');
    await userEvent.click(await screen.findByTitle(/^train\/loss \(metric\)/));
    await waitFor(() =>
      // The least of a loss is the best.
      expect(searches().at(-1)?.sorting).toMatchObject({ dir: 'ascending', sortBy: { name: 'train/loss' } }),
    );
  });

  it('shows the server’s complaint about a query beside it', async () => {
    show(<RunsPage project="team/llm" />, '/team/llm/runs?query=bad');
    expect(await screen.findByText('The query is wrong at character 1: no operator')).toBeInTheDocument();
    expect(screen.getByText('Invalid query')).toBeInTheDocument();
  });

  it('asks for all runs, and for names by regex', async () => {
    show(<RunsPage project="team/llm" />, '/team/llm/runs?mode=runs&name=moe&archived=1');
    expect(await screen.findByRole('link', { name: 'run-40' })).toBeInTheDocument();
    const body = searches().find((one) => one.query?.query.includes('moe'));
    expect(body?.experimentLeader).toBe(false);
    expect(body?.query?.query).toContain('`sys/custom_run_id`:string MATCHES "moe"');
  });
});

it('shows of closed groups how many of their runs are drawn, and colors them for everybody', async () => {
  const group = (id: string, itemCount: number) => ({
    id, itemCount, key: [{ value: id }], childrenIds: [], continuationToken: null,
  });
  const drawn = [run(1), run(2), run(3)].map((one, index) => ({ experimentId: String(index), ...one }));
  const asked = serve({
    [`POST ${styles}/queryAttributeStyleSettings`]: () => ({
      settings: [{ attribute: { name: 'optimizer', value: 'adam' }, color: '#ff0000' }],
    }),
    [`PUT ${styles}/putAttributeStyleSettings`]: () => ({}),
    [search]: ({ body }) => {
      const { query, grouping } = body as SearchRequest & { grouping?: unknown };
      if (grouping === undefined) return { entries: drawn, matchingItemCount: 3 };
      const groups = query?.query.includes('LLM-1')
        ? [group('adam', 2), group('lion', 1)]
        : [group('adam', 2), group('lion', 9), group('sgd', 4)];
      return { entries: [], matchingItemCount: 15, groups, totalGroupCount: groups.length };
    },
  });
  show(<RunsPage project="team/llm" />, '/team/llm/runs?mode=runs&runs=LLM-1,LLM-2,LLM-3&group=string::optimizer');
  const eye = (name: string) => screen.findByRole('button', { name: `Show the group ${name} in charts` });
  await waitFor(async () => expect(await eye('adam')).toHaveAttribute('aria-pressed', 'true'));
  expect(await eye('lion')).toHaveAttribute('aria-pressed', 'mixed');
  expect(await eye('sgd')).toHaveAttribute('aria-pressed', 'false');
  const mark = screen.getByRole('button', { name: 'Color of the group adam' });
  expect(mark.firstElementChild).toHaveStyle({ background: '#ff0000' });
  await userEvent.click(screen.getByRole('button', { name: 'Color of the group lion' }));
  await userEvent.click(await screen.findByRole('radio', { name: '#1f9d55' }));
  await waitFor(() => expect(asked.find((call) => call.method === 'PUT')?.body).toMatchObject({
    styleSettings: { attribute: { name: 'optimizer', value: 'lion' }, color: '#1f9d55' },
  }));
});

it('says how to log a first run', async () => {
  serve({ [search]: () => ({ entries: [], matchingItemCount: 0 }) });
  show(<RunsPage project="team/empty" />, '/team/empty/runs');
  expect(await screen.findByLabelText('Commands that log a first run')).toHaveTextContent('NEPTUNE_PROJECT=team/empty');
});

it('says what to do about a project that is not there, and makes it', async () => {
  let isThere = false;
  const asked = serve({
    [search]: () => (isThere ? { entries: [], matchingItemCount: 0 } : refuse(403, 'No.', 'ACCESS_DENIED')),
    'POST /api/backend/v1/projects': () => {
      isThere = true;
      return {};
    },
  });
  show(<RunsPage project="team/<b>none" />, '/team/none/runs');
  expect(await screen.findByText('There is no project “team/<b>none” here')).toBeInTheDocument();
  expect(screen.getByRole('link', { name: 'All projects' })).toHaveAttribute('href', '/');
  await userEvent.click(screen.getByRole('button', { name: 'Create the project' }));
  expect(await screen.findByLabelText('Commands that log a first run')).toBeInTheDocument();
  const made = asked.find((call) => call.path === '/api/backend/v1/projects');
  expect(made?.body).toMatchObject({ organizationIdentifier: 'team', name: '<b>none' });
});
