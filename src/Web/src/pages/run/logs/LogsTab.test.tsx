import { screen } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';

import { defaultRun } from '../../../model/runView';
import { show } from '../../../test/render';
import { serve } from '../../../test/server';
import { LogsTab } from './LogsTab';

const definitions = 'POST /api/leaderboard/v1/leaderboard/attributes/definitions/query';
const series = 'POST /api/leaderboard/v1/attributes/series';
const run = { id: 'LLM-1', customId: 'llm-001', name: 'first', state: 'running', attributes: new Map() };

afterEach(() => vi.unstubAllGlobals());

it('opens with what the program printed, before its errors and other text', async () => {
  const names = ['a/text', 'runtime/stderr', 'runtime/stdout'];
  const calls = serve({
    [definitions]: () => ({ entries: names.map((name) => ({ name, type: 'stringSeries' })) }),
    [series]: () => ({ series: [] }),
  });
  show(<LogsTab project="team/llm" run={run} view={{ ...defaultRun, tab: 'logs' }} change={vi.fn()} />);
  expect(await screen.findByRole('combobox', { name: 'Text series' })).toHaveValue('runtime/stdout');
  expect(calls.find((call) => call.path.endsWith('series'))?.body).toMatchObject({
    requests: [{ series: { attribute: 'runtime/stdout' } }],
  });
});
