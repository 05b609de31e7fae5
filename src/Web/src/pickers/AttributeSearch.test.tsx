import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it, vi } from 'vitest';

import { show } from '../test/render';
import { serve } from '../test/server';
import { AttributeSearch } from './AttributeSearch';

const names = ['eval/loss', 'train/accuracy', 'train/loss'];

/** Answers as the server does: names that hold what the filter asks for. */
function serveNames() {
  return serve({
    'POST /api/leaderboard/v1/leaderboard/attributes/definitions/query': ({ body }) => {
      const { attributeNameFilter: filter } = body as {
        attributeNameFilter?: { mustMatchAny: { mustMatchRegexes: string[] }[] };
      };
      const pattern = filter?.mustMatchAny[0]?.mustMatchRegexes[0] ?? '';
      const entries = names.filter((name) => new RegExp(pattern).test(name));
      return { entries: entries.map((name) => ({ name, type: 'floatSeries' })) };
    },
  });
}

it('is used with arrows and Enter: the focus stays in the search', async () => {
  serveNames();
  const choose = vi.fn();
  show(<AttributeSearch project="a/b" height={200} choose={choose} />);
  const search = screen.getByRole('combobox', { name: 'Search attributes (regex)' });
  await screen.findByRole('option', { name: /train\/accuracy/ });
  await userEvent.type(search, '{ArrowDown}{ArrowDown}{ArrowUp}{Enter}');
  await waitFor(() => expect(choose).toHaveBeenCalledWith({ name: 'train/accuracy', type: 'floatSeries' }));
  expect(search).toHaveFocus();
});

it('takes by Enter what the typed text finds, not what stood there before', async () => {
  serveNames();
  const choose = vi.fn();
  show(<AttributeSearch project="a/b" height={200} choose={choose} />);
  await screen.findByRole('option', { name: /eval\/loss/ });
  await userEvent.type(screen.getByRole('combobox'), 'train/loss{Enter}');
  await waitFor(() => expect(choose).toHaveBeenCalledOnce());
  expect(choose).toHaveBeenCalledWith({ name: 'train/loss', type: 'floatSeries' });
});

it('says in words what an attribute is, and which are ticked', async () => {
  serveNames();
  const chosen = [{ name: 'train/loss', type: 'floatSeries' as const }];
  show(<AttributeSearch project="a/b" height={200} choose={vi.fn()} chosen={chosen} />);
  expect(await screen.findByRole('option', { name: 'train/loss metric' })).toHaveAttribute('aria-selected', 'true');
  expect(await screen.findByRole('option', { name: 'eval/loss metric' })).toHaveAttribute('aria-selected', 'false');
});
