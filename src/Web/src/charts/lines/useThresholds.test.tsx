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
  const { levels, missing } = useThresholds({ project: 'team/llm', chart, runs, baseline: 'LLM-2' });
  return (
    <>
      <p>{levels.map(({ value, label }) => `${label} ${value}`).join(', ')}</p>
      <p role="note">{missing}</p>
    </>
  );
}

it('computes what is a formula, of the first run that has it, and says what none has', async () => {
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
  expect(await screen.findByText('Threshold none: no run shown has a value.')).toBeInTheDocument();
  expect(calls[0]!.body).toMatchObject({ baseline: { identifier: 'team/llm/LLM-2' } });
});

it('draws the others where one is refused', async () => {
  serve({
    'POST /api/leaderboard/v1/formulas/values': ({ body }) => {
      const { metrics } = body as { metrics: Metric[] };
      if (metrics.some(({ formula }) => formula === '${none}')) {
        return new Response(JSON.stringify({ message: 'There is no none.' }), { status: 400 });
      }
      return { values: metrics.map(({ customId }) => ({ customId, value: 2.5 })) };
    },
  });
  show(<Levels />);
  expect(await screen.findByText('goal 1, least 2.5')).toBeInTheDocument();
  expect(await screen.findByText('Threshold none: There is no none.')).toBeInTheDocument();
});
