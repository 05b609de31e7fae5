import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { renderHook, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { afterEach, expect, it, vi } from 'vitest';

import type { Mark } from '../../api/marks';
import { defaultSettings, type XMode } from '../../model/chartSettings';
import { show } from '../../test/render';
import { serve } from '../../test/server';
import { chartSvg } from '../export';
import { MarksDialog } from './MarksDialog';
import { useChartMarks } from './useChartMarks';

afterEach(() => vi.unstubAllGlobals());

const root = '/api/leaderboard/v1/marks';
const runs = [
  { id: 'LLM-1', label: 'first', color: '#112233' },
  { id: 'LLM-2', label: 'second' },
];

const mark = (run: string, step: number, text: string): Mark => ({
  ...{ id: `${run}-${step}`, revision: 3, author: 'ann', updatedBy: 'ann' },
  ...{ created: '2026-12-01T00:00:00Z', updated: '2026-12-01T00:00:00Z' },
  ...{ run, step, text },
});

it('shows the marks of shown runs in their colors, over steps alone', async () => {
  const marks = [mark('LLM-1', 20, 'b'), mark('LLM-1', 10, 'a'), mark('LLM-9', 5, 'c')];
  serve({ [`GET ${root}`]: () => ({ marks }) });
  const client = new QueryClient();
  const wrapper = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={client}>{children}</QueryClientProvider>
  );
  const { result, rerender } = renderHook(({ x }: { x: XMode }) => useChartMarks('team/llm', runs, x, 'light'), {
    wrapper,
    initialProps: { x: 'step' as XMode },
  });
  await waitFor(() => expect(result.current).toHaveLength(2));
  expect(result.current).toEqual([
    { step: 10, text: 'a', color: '#112233' },
    { step: 20, text: 'b', color: '#112233' },
  ]);
  rerender({ x: 'absolute' });
  expect(result.current).toEqual([]);
});

it('makes a mark on the step that was pointed at, and deletes what there is', async () => {
  const user = userEvent.setup();
  const sent: unknown[] = [];
  const calls = serve({
    [`GET ${root}`]: () => ({ marks: [mark('LLM-2', 7, 'old')] }),
    [`POST ${root}`]: ({ body }) => {
      sent.push(body);
      return mark('LLM-1', 1500, 'lr lowered');
    },
    [`DELETE ${root}/LLM-2-7`]: () => '',
  });
  show(<MarksDialog project="team/llm" runs={runs} step={1500} close={() => undefined} />);
  await user.type(await screen.findByLabelText('What happened'), 'lr lowered');
  await user.click(screen.getByRole('button', { name: 'Mark the step' }));
  await waitFor(() => expect(sent).toEqual([{ run: 'LLM-1', step: 1500, text: 'lr lowered' }]));
  await user.click(await screen.findByRole('button', { name: 'Delete “old”' }));
  await waitFor(() => expect(calls.some(({ method }) => method === 'DELETE')).toBe(true));
});

it('draws marks in pictures, as text', () => {
  const marks = [{ step: 0, text: '<lr> & more', color: '#123456' }];
  const svg = chartSvg({ title: '', lines: [], settings: defaultSettings, zoom: [0, 10], yZoom: null, marks });
  expect(svg).toContain('stroke="#123456" stroke-dasharray');
  expect(svg).toContain('&lt;lr&gt; &amp; more');
  const time = { ...defaultSettings, x: 'absolute' as const };
  expect(chartSvg({ title: '', lines: [], settings: time, zoom: [0, 10], yZoom: null, marks })).not.toContain('&lt;lr');
});
