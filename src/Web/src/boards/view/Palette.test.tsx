import { fireEvent, screen } from '@testing-library/react';
import { useState } from 'react';
import { expect, it, vi } from 'vitest';

import { show } from '../../test/render';
import { Palette } from './Palette';

function Page({ insert }: { insert: () => void }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button onKeyDown={() => setOpen(true)}>Widget</button>
      <Palette opened={isOpen} close={() => setOpen(false)} insert={insert} />
    </>
  );
}

it('has the focus as soon as it is open, so that nothing typed on goes to the widget behind it', () => {
  const insert = vi.fn();
  show(<Page insert={insert} />, '/a/b/runs');
  const widget = screen.getByRole('button', { name: 'Widget' });
  widget.focus();
  fireEvent.keyDown(widget, { key: '/' });
  expect(screen.getByLabelText('Find a block')).toHaveFocus();
});
