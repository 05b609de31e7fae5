import { useQuery } from '@tanstack/react-query';
import { act } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import type { Change } from '../api/eventStreams';
import { show } from '../test/render';
import { boardsKey, useBoardNews } from './useBoardNews';

let tell: (change: Change) => void;
vi.mock('../api/events', () => ({
  watchProject: (_: string, changed: typeof tell) => {
    tell = changed;
    return () => undefined;
  },
}));

let asked: Record<string, number> = {};

function Query({ path }: { path: string[] }) {
  const kind = path.at(-1)!;
  useQuery({ queryKey: [...boardsKey('team/llm'), ...path], queryFn: () => (asked[kind] = (asked[kind] ?? 0) + 1) });
  return null;
}

function Page() {
  useBoardNews('team/llm');
  return [['list'], ['b', 'newest'], ['b', 'draft'], ['b', 'shown'], ['default', 'run']].map((path) => (
    <Query key={path.join()} path={path} />
  ));
}

const tellOf = (branch: string, draft: boolean) =>
  act(async () => {
    tell({ boards: [{ branch, owner: 'Ada', draft, deleted: false }], all: false });
    await vi.advanceTimersByTimeAsync(10);
  });

beforeEach(async () => {
  vi.useFakeTimers();
  asked = {};
  show(<Page />);
  await act(() => vi.advanceTimersByTimeAsync(10));
});
afterEach(() => vi.useRealTimers());

it('asks again for what others published, and never for what somebody looks at', async () => {
  await tellOf('b', false);
  expect(asked).toEqual({ list: 2, newest: 2, draft: 2, shown: 1, run: 1 });
  await tellOf('other', false);
  expect(asked).toEqual({ list: 3, newest: 3, draft: 2, shown: 1, run: 1 });
});

it('asks for a draft alone where one is saved', async () => {
  await tellOf('b', true);
  expect(asked).toEqual({ list: 1, newest: 1, draft: 2, shown: 1, run: 1 });
  await tellOf('other', true);
  expect(asked.draft).toBe(2);
});

it('asks every half minute while there are no news, and no more once there are', async () => {
  await act(() => vi.advanceTimersByTimeAsync(120_000));
  expect(asked.list).toBe(1);
  tell('cut');
  await act(() => vi.advanceTimersByTimeAsync(60_000));
  expect(asked.list).toBe(3);
  tell('any');
  await act(() => vi.advanceTimersByTimeAsync(120_000));
  expect(asked.list).toBe(4);
});
