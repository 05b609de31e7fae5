import { Button, Modal, Select } from '@mantine/core';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { expect, it, vi } from 'vitest';

import { useShortcuts } from '../shell/useShortcuts';
import { show } from '../test/render';
import { Popup } from './Popup';

const tabs = [{ to: '/a/b/runs' }, { to: '/a/b/runs?tab=charts' }];

function Page({ children }: { children: React.ReactNode }) {
  useShortcuts(tabs);
  return children;
}

/** A form whose first choice goes away with the press, as that of a condition does. */
function Choosing() {
  const [isChosen, setChosen] = useState(false);
  if (!isChosen) return <button onClick={() => setChosen(true)}>eval/loss</button>;
  return <input aria-label="Value" data-autofocus />;
}

const popup = (content: React.ReactNode) => (
  <Popup label="Condition" target={<Button>Open</Button>}>
    {content}
  </Popup>
);

it('keeps the focus when what had it goes away, so that a number typed next is no page key', async () => {
  show(<Page>{popup(<Choosing />)}</Page>, '/a/b/runs');
  await userEvent.click(screen.getByRole('button', { name: 'Open' }));
  await userEvent.click(await screen.findByRole('button', { name: 'eval/loss' }));
  await waitFor(() => expect(screen.getByLabelText('Value')).toHaveFocus());
  await userEvent.keyboard('2');
  expect(screen.getByLabelText('Value')).toHaveValue('2');
  expect(window.location.search).toBe('');
});

it('closes by Escape wherever the focus is, and gives it back to what opened it', async () => {
  show(<Page>{popup(<input aria-label="Value" />)}</Page>, '/a/b/runs');
  const open = screen.getByRole('button', { name: 'Open' });
  await userEvent.click(open);
  await screen.findByLabelText('Value');
  (document.activeElement as HTMLElement).blur();
  await userEvent.keyboard('2');
  expect(window.location.search).toBe('');
  await userEvent.keyboard('{Escape}');
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(open).toHaveFocus();
  await userEvent.keyboard('2');
  expect(window.location.search).toBe('?tab=charts');
});

it('leaves the first Escape to a list of choices that is open within', async () => {
  show(popup(<Select label="Figure" data={['last', 'min']} comboboxProps={{ withinPortal: false }} />));
  await userEvent.click(screen.getByRole('button', { name: 'Open' }));
  await userEvent.click(await screen.findByRole('combobox', { name: 'Figure' }));
  await screen.findByRole('option', { name: 'min' });
  await userEvent.keyboard('{Escape}');
  expect(screen.getByRole('dialog')).toBeInTheDocument();
  await userEvent.keyboard('{Escape}');
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
});

it('closes alone over a dialog', async () => {
  const close = vi.fn();
  show(
    <Modal opened onClose={close} title="Full screen">
      {popup('settings')}
    </Modal>,
  );
  await userEvent.click(await screen.findByRole('button', { name: 'Open' }));
  await screen.findByText('settings');
  await userEvent.keyboard('{Escape}');
  await waitFor(() => expect(screen.queryByText('settings')).toBeNull());
  expect(close).not.toHaveBeenCalled();
  await userEvent.keyboard('{Escape}');
  expect(close).toHaveBeenCalledOnce();
});
