import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it, vi } from 'vitest';

import type { Run } from '../../../model/run';
import { defaultRun } from '../../../model/runView';
import { show } from '../../../test/render';
import { serve } from '../../../test/server';
import { LineageTab } from './LineageTab';

const base = '/api/leaderboard/v1/leaderboard';
const text = (name: string, value: string) => ({ name, type: 'string', stringProperties: { value } });

/** A trunk, a fork of it, and an archived fork of that. */
const entries = [0, 1, 2].map((at) => ({
  attributes: [
    text('sys/id', `LLM-${at}`),
    text('sys/custom_run_id', `run-${at}`),
    text('sys/name', `<b>${at}</b>`),
    ...(at === 0
      ? []
      : [
          text('sys/forking/parent', `run-${at - 1}`),
          { name: 'sys/forking/step', type: 'float', floatProperties: { value: at * 10 } },
        ]),
    ...(at === 2 ? [{ name: 'sys/archived', type: 'bool', boolProperties: { value: true } }] : []),
  ],
}));

afterEach(() => vi.unstubAllGlobals());

it('is a tree whose items are links, which arrows walk, open and close', async () => {
  serve({
    [`POST ${base}/entries/search`]: ({ body }) => {
      const { query } = body as { query: { query: string } };
      const key = query.query.includes('sys/forking/parent') ? 1 : 0;
      const found = entries.filter((_, at) => query.query.includes(`"run-${at - key}"`));
      return { entries: found, matchingItemCount: found.length };
    },
    [`POST ${base}/attributes/definitions/query`]: () => ({ entries: [{ name: 'loss', type: 'floatSeries' }] }),
    [`POST ${base}/attributes/query`]: () => ({ entries: [], nextPage: {} }),
  });
  const run = { id: 'LLM-0', customId: 'run-0', name: '<b>0</b>', state: 'idle', attributes: new Map() } as Run;
  show(<LineageTab project="team/llm" run={run} view={{ ...defaultRun, tab: 'lineage' }} change={vi.fn()} />);

  expect(await screen.findByRole('tree', { name: 'Lineage' })).toBeInTheDocument();
  const items = () => screen.getAllByRole('treeitem');
  const names = ['<b>0</b> LLM-0', '<b>1</b> at 10 LLM-1', '<b>2</b> at 20 LLM-2, archived or in the trash'];
  items().forEach((item, at) => expect(item).toHaveAccessibleName(names[at]!));
  expect(items()).toHaveLength(3);
  expect(items().map((item) => item.getAttribute('aria-level'))).toEqual(['1', '2', '3']);
  expect(items()[0]).toHaveAttribute('aria-current', 'page');
  expect(items()[2]).toHaveAttribute('href', '/team/llm/runs/LLM-2');
  expect(items().map((item) => item.tabIndex)).toEqual([0, -1, -1]);

  items()[0]!.focus();
  await userEvent.keyboard('{ArrowDown}{ArrowLeft}');
  expect(items()).toHaveLength(2);
  expect(items()[1]).toHaveAccessibleName('<b>1</b> + 1 run LLM-1, at 10');
  expect(items()[1]).toHaveFocus();
  expect(items()[1]).toHaveAttribute('aria-expanded', 'false');
  await userEvent.keyboard('{ArrowRight}{End}');
  expect(items()[2]).toHaveFocus();
});
