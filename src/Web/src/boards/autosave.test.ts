import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { Autosave } from './autosave';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const saver = () => {
  const saved: number[] = [];
  return { saved, autosave: new Autosave<number>(async (document) => void saved.push(document)) };
};

it('saves a second after the last change', async () => {
  const { saved, autosave } = saver();
  autosave.changed(1);
  await vi.advanceTimersByTimeAsync(900);
  autosave.changed(2);
  expect(autosave.state().kind).toBe('unsaved');
  await vi.advanceTimersByTimeAsync(900);
  expect(saved).toEqual([]);
  await vi.advanceTimersByTimeAsync(200);
  expect(saved).toEqual([2]);
  expect(autosave.state().kind).toBe('saved');
});

it('saves every five seconds while somebody goes on', async () => {
  const { saved, autosave } = saver();
  for (let at = 0; at < 100; at++) {
    autosave.changed(at);
    await vi.advanceTimersByTimeAsync(100);
  }
  expect(saved).toHaveLength(2);
});

it('tries again until it is saved, with what is newest', async () => {
  let isDown = true;
  const saved: number[] = [];
  const autosave = new Autosave<number>(async (document) => {
    if (isDown) throw new Error('The server is away.');
    saved.push(document);
  });
  autosave.changed(1);
  await vi.advanceTimersByTimeAsync(1500);
  expect(autosave.state()).toEqual({ kind: 'failed', why: 'The server is away.' });
  autosave.changed(2);
  isDown = false;
  await vi.advanceTimersByTimeAsync(6000);
  expect(saved).toEqual([2]);
  expect(autosave.state().kind).toBe('saved');
});

it('never has two saves under way', async () => {
  let running = 0;
  let most = 0;
  const saved: number[] = [];
  const autosave = new Autosave<number>(async (document) => {
    most = Math.max(most, ++running);
    await new Promise((resolve) => setTimeout(resolve, 3000));
    running--;
    saved.push(document);
  });
  for (let at = 0; at < 60; at++) {
    autosave.changed(at);
    await vi.advanceTimersByTimeAsync(200);
  }
  await vi.advanceTimersByTimeAsync(20_000);
  expect(most).toBe(1);
  expect(saved.at(-1)).toBe(59);
});

it('saves at once when asked to', async () => {
  const { saved, autosave } = saver();
  autosave.changed(1);
  await autosave.flush();
  expect(saved).toEqual([1]);
  await vi.advanceTimersByTimeAsync(5000);
  expect(saved).toEqual([1]);
});
