import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, renderHook, waitFor } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach, expect, it, vi } from 'vitest';

import type { LineRequest } from '../../api/series';
import { columnsAnswer } from '../../test/columns';
import { serve } from '../../test/server';
import { useLines } from './useLines';

const version = vi.hoisted(() => ({ now: 0 }));
vi.mock('../../data/live', async (original) => ({ ...(await original<object>()), runVersion: () => version.now }));

const view = 'POST /api/leaderboard/v1/attributes/timeseries/view';
const whole: LineRequest = {
  project: 'team/llm',
  formulas: ['${loss}'],
  runs: ['LLM-1'],
  x: 'step',
  xMetric: '',
  xLog: false,
  from: null,
  to: null,
  bucketsMax: 100,
  previews: true,
  inherited: true,
  std: false,
  experiments: false,
  baseline: null,
  asOf: null,
};

afterEach(() => vi.unstubAllGlobals());

function watch(initialProps = whole) {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const wrapper = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={client}>{children}</QueryClientProvider>
  );
  return { client, ...renderHook((request: LineRequest) => useLines(request, true), { wrapper, initialProps }) };
}

it('asks each line for what is behind its own end, though their buckets end at different places', async () => {
  const known = [
    { customId: '0', x: [0, 3, 9], xTo: [2, 8, 9], count: [3, 6, 1] },
    { customId: '1', x: [0, 1], xTo: [0, 1], count: [1, 2] },
  ];
  const behind = [
    { customId: '0', x: [0, 9], xTo: [8, 14], count: [9, 6] },
    { customId: '1', x: [0, 1, 5], xTo: [0, 4, 6], count: [1, 4, 2] },
  ];
  const calls = serve({ [view]: () => columnsAnswer(calls.length === 1 ? known : behind) });
  const { client, result } = watch({ ...whole, runs: ['LLM-1', 'LLM-2'] });
  await waitFor(() => expect(result.current.data?.lines[0]?.x.length).toBe(3));
  version.now++;
  await act(() => client.invalidateQueries());
  await waitFor(() => expect(result.current.data?.lines[0]?.xTo.at(-1)).toBe(14));
  expect(result.current.data!.lines.map(({ x, xTo }) => [[...x], [...xTo]])).toEqual([
    [[0, 3, 9], [2, 8, 14]],
    [[0, 1, 5], [0, 4, 6]],
  ]);
  expect(calls).toHaveLength(2);
  const { metrics, view: part } = calls[1]!.body as { metrics: { afterStep: number }[]; view: { from: number } };
  expect([metrics.map((line) => line.afterStep), part.from]).toEqual([[8, 0], 0]);
});

it('keeps the very lines of before while those of a zoom are on their way', async () => {
  const isZoom = (body: unknown) => (body as { view: { from?: number } }).view.from !== undefined;
  serve({
    [view]: ({ body }) =>
      isZoom(body)
        ? new Promise<Response>(() => undefined)
        : columnsAnswer([{ customId: '0', x: [1, 2], xTo: [1, 2], mean: [3, 4], count: [1, 1] }]),
  });
  const { result, rerender } = watch();
  await waitFor(() => expect(result.current.data?.lines[0]?.x.length).toBe(2));
  rerender({ ...whole, from: 1, to: 2 });
  await waitFor(() => expect(result.current.isPlaceholderData).toBe(true));
  const before = result.current.data;
  rerender({ ...whole, from: 1, to: 2 });
  expect(result.current.data).toBe(before);
});

it('shows of a zoom the nearest points outside, and nothing of what they stand for', async () => {
  serve({
    [view]: () =>
      columnsAnswer([
        {
          customId: '0',
          x: [0, 11, 25],
          xTo: [9, 19, 90],
          mean: [7, 2, 8],
          first: [100, 1, 3],
          last: [4, 5, 60],
          max: [100, 5, 60],
          count: [10, 8, 60],
        },
      ]),
  });
  const { result, rerender } = watch();
  rerender({ ...whole, from: 10, to: 20 });
  await waitFor(() => expect([...(result.current.data?.lines[0]?.x ?? [])]).toEqual([9, 11, 25]));
  const { mean, max, xTo } = result.current.data!.lines[0]!;
  expect([[...mean], [...max], [...xTo]]).toEqual([[4, 2, 3], [4, 5, 3], [9, 19, 25]]);
});

it('keeps the lines of runs that stay, and gives none to another run, when others are chosen', async () => {
  serve({
    [view]: ({ body }) =>
      (body as { metrics: unknown[] }).metrics.length === 2
        ? new Promise<Response>(() => undefined)
        : columnsAnswer([
            { customId: '0', x: [1], xTo: [1], mean: [1], count: [1] },
            { customId: '1', x: [1], xTo: [1], mean: [2], count: [1] },
            { customId: '2', x: [1], xTo: [1], mean: [3], count: [1] },
          ]),
  });
  const { result, rerender } = watch();
  rerender({ ...whole, runs: ['LLM-1', 'LLM-2', 'LLM-3'] });
  await waitFor(() => expect(result.current.data?.lines).toHaveLength(3));
  rerender({ ...whole, runs: ['LLM-3', 'LLM-9'] });
  await waitFor(() => expect(result.current.isPlaceholderData).toBe(true));
  expect(result.current.data!.lines.map((line) => line.mean[0])).toEqual([3, undefined]);
});

it('shows nothing of another axis', async () => {
  serve({
    [view]: ({ body }) =>
      'steps' in (body as { xaxis: object }).xaxis
        ? columnsAnswer([{ customId: '0', x: [1], xTo: [1], mean: [1], count: [1] }])
        : new Promise<Response>(() => undefined),
  });
  const { result, rerender } = watch();
  await waitFor(() => expect(result.current.data?.lines).toHaveLength(1));
  rerender({ ...whole, x: 'relative' });
  await waitFor(() => expect(result.current.data).toBeUndefined());
});
