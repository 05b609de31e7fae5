import { EditorView } from '@codemirror/view';
import { act, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { afterEach, expect, it, vi } from 'vitest';

import type { WidgetDto } from '../../api/dashboards';

import { show } from '../../test/render';
import { serve } from '../../test/server';
import { newWidget } from '../options';
import { usualSettings } from '../settings';
import { HistogramsView } from './HistogramsView';
import { SeriesForm } from './SeriesForm';

const root = '/api/leaderboard/v1';
const scope = { project: 'team/llm', runs: [{ id: 'LLM-1', label: 'first' }], experiments: false, baseline: 'LLM-2' };

afterEach(() => vi.unstubAllGlobals());

function answers(missing?: string) {
  const values = missing === undefined ? [{ x: 1, bucket: { count: 3 }, values: [2, 1] }] : [];
  return serve({
    [`POST ${root}/leaderboard/attributes/definitions/query`]: () => ({ entries: [] }),
    [`POST ${root}/formulas/check`]: ({ body }) => {
      const isWrong = (body as { formula: string }).formula.includes('${no}');
      const said = { from: 0, to: 5, severity: 'error', code: 'unknown-metric', message: 'No run has ${no}.' };
      return { kind: 'family', diagnostics: isWrong ? [said] : [], rows: 1 };
    },
    [`POST ${root}/attributes/timeseries/histogram/view`]: () => ({
      type: 'COUNTING',
      edges: [{ value: 0 }, { value: 1 }, { value: 2 }],
      elements: [{ customId: '0', values, ...(missing === undefined ? {} : { missing: { message: missing } }) }],
    }),
  });
}

function Form({ told }: { told: (dto: WidgetDto) => void }) {
  const [dto, setDto] = useState(newWidget('w', 'histogram'));
  const change = (next: WidgetDto) => {
    setDto(next);
    told(next);
  };
  return <SeriesForm {...scope} dto={dto} change={change} close={() => undefined} />;
}

it('takes a family or a formula whose values are spread, and none that is wrong', async () => {
  const calls = answers();
  const told = vi.fn<(dto: WidgetDto) => void>();
  show(<Form told={told} />);
  await userEvent.click(await screen.findByRole('radio', { name: 'Of values' }));
  const write = async (text: string) => {
    const editor = EditorView.findFromDOM(await screen.findByRole('textbox', { name: 'Formula' }))!;
    act(() => {
      editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: text } });
      editor.focus();
    });
    await userEvent.keyboard('{Enter}');
  };
  await write('abs(${no})');
  expect(await screen.findByRole('alert')).toHaveTextContent('No run has ${no}.');
  expect(told.mock.calls.at(-1)![0].options?.formula).toBe('');
  await write('$~{^layers/}');
  await waitFor(() => expect(told.mock.calls.at(-1)![0].options?.formula).toBe('$~{^layers/}'));
  const checks = calls.filter(({ path }) => path.endsWith('formulas/check'));
  expect(checks.at(-1)!.body).toMatchObject({ role: 'histogram', baseline: 'LLM-2', formula: '$~{^layers/}' });
  await userEvent.click(screen.getByRole('radio', { name: 'As logged' }));
  expect(told.mock.calls.at(-1)![0].options).not.toHaveProperty('formula');
});

function view(formula: string) {
  const dto = newWidget('w', 'histogram', { formula, shape: 'bars' });
  const look = { zooms: {}, yZooms: {}, settings: {}, onChange: () => undefined };
  const place = { settings: usualSettings, width: 400, height: 300, isFull: false };
  show(<HistogramsView {...scope} {...place} {...{ dto, look }} />);
}

it('shows how the values of a formula are spread', async () => {
  const calls = answers();
  view('$~{^layers/} - baseline($~{^layers/})');
  expect(await screen.findByRole('img', { name: 'Histogram at step 1' })).toBeInTheDocument();
  const asked = calls.find(({ path }) => path.endsWith('histogram/view'))!.body;
  expect(asked).toMatchObject({
    metrics: [{ customYFormula: '$~{^layers/} - baseline($~{^layers/})' }],
    baseline: { identifier: 'team/llm/LLM-2' },
  });
});

it('says why there is nothing, and takes a bare name for a metric', async () => {
  const calls = answers('LLM-1 has no ${val/loss}.');
  view('val/loss');
  expect(await screen.findByText('LLM-1 has no ${val/loss}.')).toBeInTheDocument();
  const asked = calls.find(({ path }) => path.endsWith('histogram/view'))!.body;
  expect(asked).toMatchObject({ metrics: [{ customYFormula: '${val/loss}' }] });
  expect(asked).not.toHaveProperty('baseline');
});
