import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it, vi } from 'vitest';

import { viewContent } from '../../../api/viewContent';
import type { ViewDto } from '../../../api/views';
import { defaultRuns, type RunsView } from '../../../model/runsView';
import { show } from '../../../test/render';
import { refuse, serve, type Answer, type Call } from '../../../test/server';
import { useViews } from './useViews';
import { ViewMenu } from './ViewMenu';

const root = '/api/leaderboard/v1/views';
const read: ViewDto = {
  ...viewContent(defaultRuns),
  id: 'v1',
  name: 'best runs',
  defaultView: false,
  revision: 3,
  author: 'ann',
  created: '2026-03-05T10:00:00Z',
  updatedBy: 'ann',
  updated: '2026-03-05T10:00:00Z',
};
const theirs: ViewDto = { ...read, query: '(`lr`:float > 1)', revision: 4, updatedBy: 'bob' };
/** What the page shows: the view with a name to search for, which is not saved. */
const shown = { ...defaultRuns, viewId: 'v1', name: 'mine' };

afterEach(() => vi.unstubAllGlobals());

/** A server whose view bob saved after the page read it. */
function serveChanged(more: Record<string, Answer> = {}): Call[] {
  let now = [read];
  const stale = ({ headers }: Call) => {
    const tag = headers.get('If-Match');
    now = [theirs];
    return tag === '"4"'
      ? null
      : new Response(
          JSON.stringify({ code: 409, errorType: 'DOCUMENT_CHANGED', message: 'bob saved it', current: theirs }),
          { status: 409 },
        );
  };
  return serve({
    [`GET ${root}`]: () => ({ views: now }),
    [`PUT ${root}/v1`]: (call) => stale(call) ?? { ...(call.body as ViewDto), id: 'v1', revision: 5 },
    [`DELETE ${root}/v1`]: (call) => stale(call) ?? {},
    [`POST ${root}`]: ({ body }) => ({ ...(body as ViewDto), id: 'v2', revision: 1 }),
    ...more,
  });
}

function Menu({ revision = null }: { revision?: number | null }) {
  const views = useViews('team/llm');
  const view = { ...shown, revision };
  return views.isPending ? null : <ViewMenu project="team/llm" view={view} views={views} change={() => undefined} />;
}

async function choose(item: string, revision: number | null = null) {
  show(<Menu revision={revision} />, '/team/llm/runs?viewId=v1&name=mine');
  await userEvent.click(await screen.findByRole('button', { name: /best runs/ }));
  await userEvent.click(await screen.findByRole('menuitem', { name: item }));
}

const press = async (name: string) => userEvent.click(await screen.findByRole('button', { name }));
const sent = (calls: Call[], method: string) => calls.filter((call) => call.method === method);

it('says who saved the view meanwhile, and overwrites that only when told to', async () => {
  const calls = serveChanged();
  await choose('Save changes for everyone');
  const dialog = await screen.findByRole('dialog', { name: 'Somebody else saved this view' });
  expect(within(dialog).getByText('bob')).toBeInTheDocument();
  expect(within(dialog).getByText(/since you opened it/)).toBeInTheDocument();
  expect(sent(calls, 'PUT')[0]!.headers.get('If-Match')).toBe('"3"');

  await press('Overwrite');
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  const [, second] = sent(calls, 'PUT');
  expect(second!.headers.get('If-Match')).toBe('"4"');
  // All that this page had, and nothing of theirs; nor what only the server tells.
  expect(second!.body).toMatchObject({ name: 'best runs', nameSearchQuery: 'mine', query: '' });
  expect(second!.body).not.toHaveProperty('updatedBy');
});

it('shows what the other one saved, without the changes made here', async () => {
  serveChanged();
  await choose('Save changes for everyone');
  await press('Reload theirs');
  await waitFor(() => expect(window.location.search).toBe('?viewId=v1'));
  expect(screen.queryByRole('dialog')).toBeNull();
});

it('keeps the changes made here as another view', async () => {
  const calls = serveChanged();
  await choose('Save changes for everyone');
  await press('Save as a new view');
  const name = await screen.findByLabelText('Name');
  expect(name).toHaveValue('best runs (mine)');
  await press('Save');
  await waitFor(() => expect(new URLSearchParams(window.location.search).get('viewId')).toBe('v2'));
  expect(sent(calls, 'POST')[0]!.body).toMatchObject({ name: 'best runs (mine)', nameSearchQuery: 'mine', query: '' });
  expect(sent(calls, 'PUT')).toHaveLength(1);
});

it('offers to keep the changes when the view was deleted meanwhile', async () => {
  const calls = serveChanged({ [`PUT ${root}/v1`]: () => refuse(404, 'There is no such view.') });
  await choose('Save changes for everyone');
  await screen.findByRole('dialog', { name: 'The view was deleted' });
  expect(screen.queryByRole('button', { name: 'Overwrite' })).toBeNull();
  await press('Save as a new view');
  await press('Save');
  await waitFor(() => expect(sent(calls, 'POST')[0]?.body).toMatchObject({ nameSearchQuery: 'mine' }));
});

it('asks again before it deletes what somebody just saved', async () => {
  const calls = serveChanged();
  await choose('Delete…');
  await press('Delete');
  expect(await screen.findByText('bob')).toBeInTheDocument();
  await press('Delete anyway');
  await waitFor(() => expect(window.location.search).toBe('?viewId=standard-view'));
  expect(sent(calls, 'DELETE').map(({ headers }) => headers.get('If-Match'))).toEqual(['"3"', '"4"']);
});

it('asks about what somebody saved before this page was loaded, if the changes began from before', async () => {
  const calls = serveChanged();
  await choose('Save changes for everyone', 2);
  await screen.findByRole('dialog', { name: 'Somebody else saved this view' });
  expect(sent(calls, 'PUT')[0]!.headers.get('If-Match')).toBe('"2"');
});

function Standard({ view }: { view: RunsView }) {
  const views = useViews('team/llm');
  return views.isPending ? null : <ViewMenu project="team/llm" view={view} views={views} change={changed} />;
}

const changed = vi.fn();

it('does not call changed what the page remembers by itself, and goes back to the standard view', async () => {
  serveChanged();
  show(<Standard view={{ ...defaultRuns, mode: 'runs', columns: [] }} />);
  const button = await screen.findByRole('button', { name: 'Standard view' });
  expect(button).toHaveAttribute('title', 'Standard view');
  await userEvent.click(button);
  await userEvent.click(await screen.findByRole('menuitem', { name: 'Reset to the standard view' }));
  const update = changed.mock.calls[0]![0] as (now: RunsView) => RunsView;
  expect(update({ ...defaultRuns, mode: 'runs', tab: 'charts' })).toEqual({ ...defaultRuns, tab: 'charts' });
});

it('calls changed what would be lost', async () => {
  serveChanged();
  show(<Standard view={{ ...defaultRuns, name: 'mine' }} />);
  expect(await screen.findByRole('img', { name: 'changed, not saved' })).toBeInTheDocument();
});
