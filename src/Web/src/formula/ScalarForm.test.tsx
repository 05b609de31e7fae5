import { EditorView } from '@codemirror/view';
import { act, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it, vi } from 'vitest';

import { show } from '../test/render';
import { serve } from '../test/server';
import { ScalarForm } from './ScalarForm';

const check = 'POST /api/leaderboard/v1/formulas/check';

afterEach(() => vi.unstubAllGlobals());

async function fill(text: string) {
  const editor = EditorView.findFromDOM(await screen.findByRole('textbox', { name: 'Formula' }))!;
  act(() => editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: text } }));
}

it('takes a formula that is one number a run, under a name, and no line', async () => {
  const series = { from: 0, to: 11, severity: 'error', code: 'kind', message: 'One number a run is wanted.' };
  const calls = serve({
    [check]: ({ body }) => {
      const isScalar = (body as { formula: string }).formula.startsWith('run_');
      return { kind: isScalar ? 'scalar' : 'series', diagnostics: isScalar ? [] : [series], rows: 1 };
    },
  });
  const choose = vi.fn();
  show(
    <ScalarForm
      project="team/llm" runs={[]} baseline="LLM-2" value={null} isNamed action="Add column" choose={choose}
    />,
  );
  const add = () => screen.getByRole('button', { name: 'Add column' });
  expect(add()).toBeDisabled();
  await fill('${val/loss}');
  expect(await screen.findByRole('alert')).toHaveTextContent('One number a run is wanted.');
  expect(add()).toBeDisabled();
  await fill('run_min(${val/loss})');
  await waitFor(() => expect(add()).toBeEnabled());
  await userEvent.type(screen.getByRole('textbox', { name: 'Name' }), 'best');
  await userEvent.click(add());
  const field = { path: 'run_min(${val/loss})', type: 'formula', aggregation: 'last' };
  expect(choose.mock.calls).toEqual([[field, 'best']]);
  expect(calls.length).toBeGreaterThan(0);
  for (const { body } of calls) expect(body).toMatchObject({ role: 'scalar', baseline: 'LLM-2' });
});
