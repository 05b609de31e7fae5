import { screen, within } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';

import type { Run } from '../../../model/run';
import { defaultRun } from '../../../model/runView';
import { show } from '../../../test/render';
import { serve } from '../../../test/server';
import { AttributesTab } from './AttributesTab';

const values = 'POST /api/leaderboard/v1/leaderboard/attributes/query';
const run: Run = { id: 'LLM-1', customId: 'llm-001', name: 'first', state: null, attributes: new Map() };

afterEach(() => vi.unstubAllGlobals());

function answer(names: string[]) {
  const attributes = names.map((name) => ({ name, type: 'string', stringProperties: { value: `of ${name}` } }));
  return { entries: [{ experimentShortId: 'LLM-1', attributes }] };
}

function open(attribute: string, there: string[]) {
  const listed = Array.from({ length: 200 }, (_, i) => `layer/${i % 9}/note ${i}`);
  serve({
    [values]: ({ body }) => {
      const { attributeNamesFilter: names } = body as { attributeNamesFilter?: string[] };
      return answer(names === undefined ? listed : names.filter((name) => there.includes(name)));
    },
  });
  const view = { ...defaultRun, attribute };
  show(<AttributesTab project="team/llm" run={run} view={view} change={vi.fn()} changeCharts={vi.fn()} />);
}

it('opens the tree at the attribute that a link names, with its preview', async () => {
  open('layer/3/note 12', []);
  expect(await screen.findByRole('heading', { name: 'layer/3/note 12' })).toBeVisible();
  const chosen = within(screen.getByRole('tree')).getByRole('treeitem', { selected: true });
  expect(chosen).toHaveTextContent('note 12');
  expect(screen.getByRole('treeitem', { name: /^layer/ })).toHaveAttribute('aria-expanded', 'true');
});

it('finds an attribute that the list has no room for', async () => {
  open('zoo/samples', ['zoo/samples']);
  expect(await screen.findByText('of zoo/samples', { selector: 'pre *' })).toBeVisible();
  expect(screen.getByRole('treeitem', { selected: true })).toHaveTextContent('samples');
});

it('says that there is no such attribute', async () => {
  open('<b>gone</b>', []);
  expect(await screen.findByText('The run has no attribute of that name')).toBeVisible();
  expect(screen.getByText('<b>gone</b>')).toBeVisible();
});
