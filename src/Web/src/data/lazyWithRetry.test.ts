import { afterEach, expect, it, vi } from 'vitest';

import { connection } from '../api/connection';
import { refuse, serve } from '../test/server';
import { loadWithRetry } from './lazyWithRetry';

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  connection.restored();
});

it('waits for a server that is away', async () => {
  vi.useFakeTimers();
  let isThere = false;
  serve({ 'GET /api/session': () => (isThere ? { username: 'ada' } : refuse(502, 'away')) });
  const load = vi.fn(async () => (isThere ? 'part' : Promise.reject(new TypeError('failed'))));
  const loaded = loadWithRetry(load);
  await vi.advanceTimersByTimeAsync(5000);
  expect(connection.state()).toBe('gone');
  isThere = true;
  await vi.advanceTimersByTimeAsync(3000);
  expect(await loaded).toBe('part');
  expect(load).toHaveBeenCalledTimes(2);
});

it('gives up what a server that is there does not have', async () => {
  serve({ 'GET /api/session': () => ({ username: 'ada' }) });
  await expect(loadWithRetry(() => Promise.reject(new TypeError('failed')))).rejects.toThrow('failed');
});
