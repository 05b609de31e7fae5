import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it, vi } from 'vitest';

import { show } from '../../test/render';
import { refuse, serve } from '../../test/server';
import { ProjectsPage } from './ProjectsPage';

afterEach(() => vi.unstubAllGlobals());

const base = '/api/backend/v1/projects';
const project = (name: string, more: object = {}) => ({
  id: name,
  name,
  organizationName: 'team',
  projectKey: 'KEY',
  visibility: 'workspace',
  archived: false,
  timeOfCreation: '2026-01-01T00:00:00Z',
  ...more,
});

it('lists projects as links, by workspace, and finds them', async () => {
  serve({
    [`GET ${base}`]: () => ({
      entries: [
        project('llm', { description: 'Pre-training' }),
        project('"><script>', {}),
        project('old', { archived: true }),
      ],
    }),
  });
  show(<ProjectsPage />);
  const list = await screen.findByRole('region', { name: 'Workspace team' });
  expect(within(list).getByRole('link', { name: 'llm' })).toHaveAttribute('href', '/team/llm/runs');
  expect(within(list).getByRole('link', { name: '"><script>' })).toBeInTheDocument();
  expect(within(list).queryByRole('link', { name: 'old' })).toBeNull();

  await userEvent.type(screen.getByRole('textbox', { name: 'Search projects and runs' }), 'pre-tr');
  expect(screen.getAllByRole('listitem')).toHaveLength(1);
  expect(window.location.search).toBe('?search=pre-tr');
});

it('says how to begin when there is nothing', async () => {
  serve({ [`GET ${base}`]: () => ({ entries: [] }) });
  show(<ProjectsPage />);
  expect(await screen.findByLabelText('Commands that log a first run')).toHaveTextContent('pip install neptune-scale');
});

it('creates a project and goes there; a refusal stays in the form', async () => {
  let isTaken = true;
  const calls = serve({
    [`GET ${base}`]: () => ({ entries: [project('llm')] }),
    [`POST ${base}`]: () => (isTaken ? refuse(409, 'There is a project of this name.') : project('new')),
  });
  show(<ProjectsPage />);
  await userEvent.click(await screen.findByRole('button', { name: 'New project' }));
  const form = await screen.findByRole('dialog');
  await userEvent.type(within(form).getByRole('textbox', { name: /Name/ }), 'new');
  await userEvent.click(within(form).getByRole('button', { name: 'Create' }));
  expect(await within(form).findByText('There is a project of this name.')).toBeInTheDocument();
  isTaken = false;
  await userEvent.click(within(form).getByRole('button', { name: 'Create' }));
  await waitFor(() => expect(window.location.pathname).toBe('/team/new/runs'));
  expect(calls.find((call) => call.method === 'POST' && call.path === base)?.body).toMatchObject({
    name: 'new',
    organizationIdentifier: 'team',
  });
});

it('changes what was changed of a project, and nothing else', async () => {
  const calls = serve({
    [`GET ${base}`]: () => ({ entries: [project('llm', { description: 'Old' })] }),
    [`PUT ${base}`]: () => ({}),
  });
  show(<ProjectsPage />);
  await userEvent.click(await screen.findByRole('button', { name: 'Actions on llm' }));
  await userEvent.click(await screen.findByRole('menuitem', { name: 'Settings…' }));
  const form = await screen.findByRole('dialog', { name: 'Project settings' });
  const name = within(form).getByRole('textbox', { name: /Name/ });
  await userEvent.clear(name);
  await userEvent.type(name, 'llm-2');
  expect(within(form).getByText(/will no longer find/)).toBeInTheDocument();
  await userEvent.click(within(form).getByRole('button', { name: 'Save' }));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  const put = calls.find((call) => call.method === 'PUT');
  expect(put?.query.get('projectIdentifier')).toBe('team/llm');
  expect(put?.body).toEqual({ name: 'llm-2' });
});

it('says what went wrong, and tries again', async () => {
  let isDown = true;
  serve({ [`GET ${base}`]: () => (isDown ? refuse(500, 'Broken.') : { entries: [project('llm')] }) });
  show(<ProjectsPage />);
  expect(await screen.findByRole('alert')).toHaveTextContent('The projects could not be loaded');
  isDown = false;
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await screen.findByRole('link', { name: 'llm' })).toBeInTheDocument();
});

it('says what happens in each project, and puts first where something runs', async () => {
  const value = (name: string, type: string, is: unknown) => ({ name, type, [`${type}Properties`]: { value: is } });
  const run = (id: string, state: string, seen: string) => ({
    attributes: [
      value('sys/id', 'string', id),
      value('sys/name', 'string', `run ${id}`),
      value('sys/state', 'experimentState', state),
      value('sys/ping_time', 'datetime', seen),
    ],
  });
  const calls = serve({
    [`GET ${base}`]: () => ({ entries: [project('alpha'), project('busy')] }),
    'POST /api/leaderboard/v1/leaderboard/entries/msearch': ({ body }) =>
      (body as { projectIdentifier: string }[]).map(({ projectIdentifier }) =>
        projectIdentifier === 'team/busy'
          ? { entries: [run('B-1', 'running', '2020-01-01T00:00:00Z')], matchingItemCount: 7 }
          : { entries: [run('A-1', 'idle', '2021-01-01T00:00:00Z')], matchingItemCount: 1 },
      ),
  });
  show(<ProjectsPage />);
  const list = await screen.findByRole('region', { name: 'Workspace team' });
  expect(await within(list).findByText('1 running')).toBeInTheDocument();
  expect(within(list).getByText('7 runs')).toBeInTheDocument();
  await waitFor(() =>
    expect(within(list).getAllByRole('link').map((link) => link.textContent)).toEqual(['busy', 'alpha']),
  );
  const recent = screen.getByRole('region', { name: 'Recent runs' });
  expect(within(recent).getAllByRole('link').map((link) => link.textContent)).toEqual(['run A-1', 'run B-1']);
  expect(calls.filter(({ path }) => path.includes('/entries/'))).toHaveLength(1);
});
