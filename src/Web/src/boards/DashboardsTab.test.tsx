import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import type { DashboardContent, DashboardDto } from '../api/dashboards';
import type { Chosen } from '../model/chosen';
import { show } from '../test/render';
import { serve, type Call } from '../test/server';
import { emptyBoard, type Board } from './board';
import { addSection, addWidgets, foldSection, setExtra, setName, type Edit } from './edit';
import { DashboardsTab } from './DashboardsTab';
import { newWidget } from './options';
import { keepUnsaved } from './unsaved';
import { writeBoard } from './wire';

const branch = '00000000-0000-7000-8000-00000000000b';
const base = '/api/leaderboard/v1/dashboards';
const text = (id: string, name: string, freeText: string) => ({ ...newWidget(id, 'text', {}, name), freeText });
const edits: Edit[] = [
  setName('Training'),
  addWidgets('', [
    { dto: text('a', 'Notes', 'Some **bold** <b>text</b>'), w: 12, h: 4 },
    { dto: { id: 'b', type: 'notebook' }, w: 12, h: 4 },
  ]),
  addSection({ id: 's', type: 'section', name: 'Later' }),
  addWidgets('s', [{ dto: text('c', 'Folded', 'hidden'), w: 12, h: 4 }]),
  foldSection('s', true),
];
const first = edits.reduce((board: Board, edit) => edit(board), emptyBoard);

let published: DashboardContent;
let calls: Call[];
let draft: DashboardContent | null;

const dto = (id: string, content: DashboardContent): DashboardDto => ({
  ...content,
  id,
  versionBranch: branch,
  draft: id === 'd1',
  owner: 'Ada',
  lastUpdatedTime: '2026-01-02T03:04:05Z',
});
const tagged = (value: DashboardDto) => new Response(JSON.stringify(value), { headers: { ETag: `"${value.id}.1"` } });

beforeEach(() => {
  draft = null;
  published = writeBoard(first);
  const save = ({ body }: Call) => {
    draft = body as DashboardContent;
    return tagged(dto('d1', draft));
  };
  calls = serve({
    [`GET ${base}`]: ({ query }) => {
      if (query.get('drafts') !== 'true') return { dashboards: [{ ...dto('v1', published), widgetCount: 3 }] };
      return { dashboards: draft === null ? [] : [dto('d1', draft)] };
    },
    [`GET ${base}/v1`]: () => tagged(dto('v1', published)),
    [`GET ${base}/d1`]: () => tagged(dto('d1', draft!)),
    [`POST ${base}/v1/version`]: save,
    [`PUT ${base}/d1`]: save,
    [`PUT ${base}/d1/version`]: () => ({}),
    'GET /api/backend/v1/clients/properties/list': () => ({ properties: [] }),
    [`DELETE ${base}/d1`]: () => {
      draft = null;
      return {};
    },
  });
});
afterEach(() => vi.unstubAllGlobals());

const runs: [] = [];

function Tab({ initial = null }: { initial?: string | null }) {
  const [board, setBoard] = useState<string | null>(initial);
  const [chosen, choose] = useState<Chosen>({});
  return (
    <DashboardsTab
      {...{ project: 'team/llm', runs, experiments: false, baseline: null, board, open: setBoard, chosen, choose }}
    />
  );
}

// jsdom measures nothing: the grid needs a width.
const wide = { width: 1200, height: 800, x: 0, y: 0, top: 0, left: 0, right: 1200, bottom: 800 };
vi.mock('@mantine/hooks', async (original) => ({
  ...(await original<object>()),
  useElementSize: () => ({ ref: () => undefined, ...wide }),
}));

it('lists dashboards and opens one', async () => {
  show(<Tab />);
  await userEvent.click(await screen.findByRole('button', { name: 'Training' }));
  expect(await screen.findByText('bold')).toBeInTheDocument();
  // HTML stays text, what is not known says so, and what is folded is not drawn.
  expect(screen.getByText(/<b>text<\/b>/)).toBeInTheDocument();
  expect(screen.getByText('“notebook” is not known here')).toBeInTheDocument();
  expect(screen.queryByText('hidden')).toBeNull();
  await userEvent.click(screen.getByRole('button', { name: /Later/ }));
  expect(await screen.findByText('hidden')).toBeInTheDocument();
});

it('saves what is edited as a draft, undoes it, and publishes', async () => {
  show(<Tab initial={branch} />);
  await userEvent.click(await screen.findByRole('button', { name: 'Edit' }));
  const more = await screen.findByRole('button', { name: 'More for Notes' });
  await userEvent.click(more);
  await userEvent.click(await screen.findByRole('menuitem', { name: 'Remove' }));
  await waitFor(() => expect(draft?.widgets.map(({ id }) => id)).toEqual(['b', 's', 'c']));
  expect(draft!.extra).toMatchObject({ base: 'v1' });
  await userEvent.click(screen.getByRole('button', { name: 'Undo' }));
  await waitFor(() => expect(draft?.widgets.map(({ id }) => id)).toEqual(['a', 'b', 's', 'c']));
  await userEvent.click(screen.getByRole('button', { name: 'Publish' }));
  await userEvent.click(await screen.findByRole('button', { name: 'Publish for everybody' }));
  expect(await screen.findByRole('button', { name: /dit/ })).toBeInTheDocument();
  expect(calls.map(({ method, path }) => `${method} ${path}`)).toContain(`PUT ${base}/d1/version`);
});

it('brings back what was discarded', async () => {
  show(<Tab initial={branch} />);
  await userEvent.click(await screen.findByRole('button', { name: 'Edit' }));
  const name = await screen.findByRole('textbox', { name: 'Name of the dashboard' });
  await userEvent.type(name, '!');
  await waitFor(() => expect(draft?.name).toBe('Training!'), { timeout: 3000 });
  await userEvent.click(screen.getByRole('button', { name: 'Discard' }));
  const offer = (await screen.findByText(/You discarded your changes/)).closest<HTMLElement>('[role=status]')!;
  expect(draft).toBeNull();
  await userEvent.click(within(offer).getByRole('button', { name: 'Undo' }));
  expect(await screen.findByRole('textbox', { name: 'Name of the dashboard' })).toHaveValue('Training!');
});

it('moves a widget by keys and says where it is', async () => {
  show(<Tab initial={branch} />);
  await userEvent.click(await screen.findByRole('button', { name: 'Edit' }));
  const notes = (await screen.findAllByRole('group', { name: 'Notes' }))[0]!;
  notes.focus();
  await userEvent.keyboard('m{Shift>}{ArrowLeft}{/Shift}');
  expect(await screen.findByText('Notes, column 1, row 1, 11 by 4')).toBeInTheDocument();
  await userEvent.keyboard('{Escape}');
  expect(await screen.findByText('Notes placed')).toBeInTheDocument();
});

it('offers what did not reach the server', async () => {
  const lost = [setName('Lost and found')].reduce((board, edit) => edit(board), first);
  keepUnsaved(branch, { content: writeBoard(lost), base: 'v1', at: Date.now() - 60_000 });
  show(<Tab initial={branch} />);
  const offer = (await screen.findByText(/did not reach the server/)).closest<HTMLElement>('[role=status]')!;
  await userEvent.click(within(offer).getByRole('button', { name: 'Restore them' }));
  expect(await screen.findByRole('textbox', { name: 'Name of the dashboard' })).toHaveValue('Lost and found');
  await waitFor(() => expect(draft?.name).toBe('Lost and found'));
});

it('puts the values of a variable into widgets, and repeats a section for each', async () => {
  const variables = [{ name: 'layer', kind: 'values', values: ['3', '4'], multi: true }];
  const made: Edit[] = [
    setName('Layers'),
    addSection({ id: 's', type: 'section', name: 'Layer', options: { repeat: { variable: 'layer' } } }),
    addWidgets('s', [{ dto: text('t', '', 'It is layer $(layer).'), w: 12, h: 4 }]),
    setExtra({ variables }),
  ];
  published = writeBoard(made.reduce((board: Board, edit) => edit(board), emptyBoard));
  show(<Tab initial={branch} />);
  expect(await screen.findByText('It is layer 3.')).toBeInTheDocument();
  expect(screen.getByText('It is layer 4.')).toBeInTheDocument();
  await userEvent.click(screen.getByRole('button', { name: 'layer: All 2' }));
  await userEvent.click(await screen.findByRole('checkbox', { name: '4' }));
  await waitFor(() => expect(screen.queryByText('It is layer 3.')).toBeNull());
  expect(screen.getByRole('button', { name: /Layer · 4/ })).toBeInTheDocument();
  // The document keeps the name of the variable.
  await userEvent.click(screen.getByRole('button', { name: 'Edit' }));
  await userEvent.type(await screen.findByRole('textbox', { name: 'Name of the dashboard' }), '!');
  await waitFor(() => expect(draft?.widgets[1]?.freeText).toBe('It is layer $(layer).'), { timeout: 3000 });
  expect(screen.getByText('It is layer 4.')).toBeInTheDocument();
});

it('gives settings to a section, whose widgets inherit them until they are given back', async () => {
  show(<Tab initial={branch} />);
  await userEvent.click(await screen.findByRole('button', { name: 'Edit' }));
  await userEvent.click(await screen.findByRole('button', { name: 'Settings' }));
  const form = (await screen.findByText('All as the dashboard.')).closest<HTMLElement>('[role=dialog]')!;
  await userEvent.click(within(form).getByRole('switch', { name: 'Logarithmic y' }));
  await waitFor(() => expect(headOf('s')?.options).toMatchObject({ settings: { yLog: true } }), { timeout: 3000 });
  await userEvent.click(within(form).getByRole('button', { name: 'Logarithmic y: as the dashboard' }));
  await waitFor(() => expect(headOf('s')?.options).not.toHaveProperty('settings'), { timeout: 3000 });
});

function headOf(id: string) {
  return draft?.widgets.find((one) => one.id === id);
}
