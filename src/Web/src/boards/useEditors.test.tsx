import { act, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import type { BoardNews, Change } from '../api/eventStreams';
import { show } from '../test/render';
import { editorsText } from './useEditors';
import { Editors } from './view/Editors';

let tell: (change: Change) => void;
vi.mock('../api/events', () => ({
  watchProject: (_: string, changed: typeof tell) => {
    tell = changed;
    return () => undefined;
  },
}));

const news = (part: Partial<BoardNews>) =>
  act(() => tell({ boards: [{ branch: 'b', owner: 'Ada', draft: true, deleted: false, ...part }], all: false }));
const said = () => screen.getByRole('status').textContent;

beforeEach(() => {
  vi.useFakeTimers();
  show(<Editors project="team/llm" branch="b" />);
});
afterEach(() => vi.useRealTimers());

it('names who else saves drafts, until they publish, discard, or do nothing for a minute', async () => {
  expect(said()).toBe('');
  await news({ branch: 'other' });
  expect(said()).toBe('');
  await news({});
  expect(said()).toBe('Ada is editing');
  await news({ owner: 'Bob' });
  expect(said()).toBe('Ada and Bob are editing');
  await news({ draft: false });
  expect(said()).toBe('Bob is editing');
  await news({ owner: 'Bob', deleted: true });
  expect(said()).toBe('');
  await news({});
  await act(() => vi.advanceTimersByTimeAsync(59_000));
  await news({});
  await act(() => vi.advanceTimersByTimeAsync(59_000));
  expect(said()).toBe('Ada is editing');
  await act(() => vi.advanceTimersByTimeAsync(2_000));
  expect(said()).toBe('');
});

it('counts where there are many', () => {
  expect(editorsText(['Ada', 'Bob', 'Eve'])).toBe('Ada and 2 others are editing');
});
