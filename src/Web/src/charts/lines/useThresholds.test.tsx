import { screen } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';

import { metricChart } from '../../model/chart';
import { show } from '../../test/render';
import { serve } from '../../test/server';
import { useThresholds } from './useThresholds';

afterEach(() => vi.unstubAllGlobals());

const runs = [{ id: 'LLM-1', label: 'one' }, { id: 'LLM-2', label: 'two' }];
const chart = {
  ...metricChart('loss'),
  thresholds: [
    { value: 1, label: 'goal' },
    { level: 'run_min(${loss})', label: 'least' },
    { level: '${none}', label: '' },
  ],
};

interface Metric {
  customId: string;
  formula: string;
  holder: { identifier: string };
}

function Levels() {
  const levels = useThresholds({ project: 'team/llm', chart, runs, baseline: 'LLM-2' });
  return <p>{levels.map(({ value, label }) => `${label} ${value}`).join(', ')}</p>;
}

it('computes what is a formula, of the first run that has it, and leaves out what none has', async () => {
  const calls = serve({
    'POST /api/leaderboard/v1/formulas/values': ({ body }) => ({
      values: (body as { metrics: Metric[] }).metrics.map(({ customId, formula, holder }) =>
        formula === 'run_min(${loss})' && holder.identifier === 'team/llm/LLM-2'
          ? { customId, value: 2.5 }
          : { customId, missing: { code: 'missing', message: 'It has none.' } },
      ),
    }),
  });
  show(<Levels />);
  expect(await screen.findByText('goal 1, least 2.5')).toBeInTheDocument();
  expect(calls[0]!.body).toMatchObject({ baseline: { identifier: 'team/llm/LLM-2' } });
});
