import { QueryClient } from '@tanstack/react-query';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { named, naming } from '../data/naming';
import { show } from '../test/render';
import { refuse, serve, type Call } from '../test/server';
import { AppShell } from './AppShell';

const client = (isNamed: boolean) => {
  const made = new QueryClient();
  made.setQueryData(['session'], { username: isNamed ? 'Ada' : 'admin', isNamed });
  return made;
};

let calls: Call[];
beforeEach(() => {
  localStorage.clear();
  calls = serve({
    'PUT /api/session/name': ({ body }) => {
      const { name } = body as { name: string };
      return name === 'bad' ? refuse(400, 'A name has letters.') : { username: name, isNamed: true };
    },
  });
});
afterEach(() => vi.unstubAllGlobals());

it('asks once for a name before something bears it, and says what is wrong with one', async () => {
  show(<AppShell>page</AppShell>);
  const asked = named(client(false));
  await userEvent.type(await screen.findByRole('textbox', { name: 'Name' }), 'bad');
  await userEvent.click(screen.getByRole('button', { name: 'Save' }));
  expect(await screen.findByText('A name has letters.')).toBeInTheDocument();
  await userEvent.type(screen.getByRole('textbox', { name: 'Name' }), '{Control>}a{/Control}Ada');
  await userEvent.click(screen.getByRole('button', { name: 'Save' }));
  await asked;
  expect(calls.at(-1)?.body).toEqual({ name: expect.stringMatching(/Ada$/) as string });
  expect(naming.isOpen()).toBe(false);
  await named(client(false));
});

it('does not ask whoever has a name, and asks nobody twice who skipped it', async () => {
  show(<AppShell>page</AppShell>);
  await named(client(true));
  const asked = named(client(false));
  await userEvent.click(await screen.findByRole('button', { name: 'Skip' }));
  await asked;
  await named(client(false));
  expect(calls).toEqual([]);
});

it('opens from the menu at any time', async () => {
  show(<AppShell>page</AppShell>);
  await userEvent.click(screen.getByRole('button', { name: 'Theme, keys, help and session' }));
  await userEvent.click(await screen.findByRole('menuitem', { name: 'Your name…' }));
  expect(await screen.findByRole('textbox', { name: 'Name' })).toBeInTheDocument();
  naming.close();
});
