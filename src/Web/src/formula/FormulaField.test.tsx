import { EditorView } from '@codemirror/view';
import { act, screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { useState } from 'react';
import { afterEach, expect, it, vi } from 'vitest';

import { show } from '../test/render';
import { serve } from '../test/server';
import { FormulaField } from './FormulaField';

afterEach(() => vi.unstubAllGlobals());

const taken = vi.fn<(text: string) => void>();

function Field() {
  const [value, setValue] = useState('train/tokens');
  return (
    <>
      <FormulaField
        project="team/llm"
        runs={['LLM-1']}
        baseline="LLM-2"
        role="x"
        label="Along x"
        value={value}
        onChange={(text) => {
          taken(text);
          setValue(text);
        }}
      />
      <button type="button">Elsewhere</button>
    </>
  );
}

const editor = () => EditorView.findFromDOM(screen.getByRole('textbox', { name: 'Along x' }))!;
const write = (text: string) =>
  act(() => {
    editor().focus();
    editor().dispatch({ changes: { from: 0, to: editor().state.doc.length, insert: text } });
  });
const leave = () => userEvent.click(screen.getByRole('button', { name: 'Elsewhere' }));

it('takes a formula once the server says that it is right and somebody has left the box', async () => {
  const wrong = { from: 0, to: 1, severity: 'error', code: 'syntax', message: 'Something is missing here.' };
  const calls = serve({
    'POST /api/leaderboard/v1/formulas/check': ({ body }) => {
      const isRight = (body as { formula: string }).formula.endsWith('}');
      return { kind: 'series', diagnostics: isRight ? [] : [wrong], rows: 1 };
    },
  });
  show(<Field />);
  await screen.findByRole('textbox', { name: 'Along x' });
  write('6 * ${tokens} *');
  await leave();
  expect(await screen.findByRole('alert')).toHaveTextContent('Something is missing here.');
  expect(taken).not.toHaveBeenCalled();
  write('6 * ${tokens}');
  await leave();
  await waitFor(() => expect(taken.mock.calls).toEqual([['6 * ${tokens}']]));
  expect(calls.at(-1)!.body).toMatchObject({ role: 'x', baseline: 'LLM-2', runs: ['LLM-1'] });
  write('train/epoch');
  await leave();
  await waitFor(() => expect(taken).toHaveBeenLastCalledWith('train/epoch'));
});
