import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, renderHook, waitFor } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { serve, type Call } from '../test/server';
import { naming } from './naming';
import { useNamedFormulas } from './useNamedFormulas';

let calls: Call[];
beforeEach(() => {
  localStorage.clear();
  calls = serve({
    'GET /api/leaderboard/v1/formulas': () => ({ formulas: [] }),
    'POST /api/leaderboard/v1/formulas': ({ body }) => ({ ...(body as object), id: '1', revision: 1 }),
  });
});
afterEach(() => vi.unstubAllGlobals());

it('asks for a name before a formula is kept under one’s name', async () => {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  client.setQueryData(['session'], { username: 'admin', isNamed: false });
  const wrapper = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={client}>{children}</QueryClientProvider>
  );
  const { result } = renderHook(() => useNamedFormulas('team/llm'), { wrapper });
  let saved: Promise<void> | null = null;
  act(() => {
    saved = result.current.save({ name: 'gap', formula: '${a} - ${b}', unit: null, note: null });
  });
  await waitFor(() => expect(naming.isOpen()).toBe(true));
  expect(calls.some(({ method }) => method === 'POST')).toBe(false);
  act(() => naming.close());
  await act(async () => saved);
  expect(calls.some(({ method }) => method === 'POST')).toBe(true);
});
