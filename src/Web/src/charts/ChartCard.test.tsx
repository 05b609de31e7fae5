import { EditorView } from '@codemirror/view';
import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it, vi } from 'vitest';

import { metricChart, type ChartSpec } from '../model/chart';
import { defaultSettings } from '../model/chartSettings';
import { columnsAnswer } from '../test/columns';
import { PlotStub } from '../test/plotStub';
import { show } from '../test/render';
import { serve, type Call } from '../test/server';
import { ChartCard, type ChartCardProps } from './ChartCard';
import { CustomChartForm } from './settings/CustomChartForm';

// jsdom has no canvas to draw on; what is drawn is tested where it is drawn.
vi.mock('uplot', () => ({ default: PlotStub }));

const view = 'POST /api/leaderboard/v1/attributes/timeseries/view';
const check = 'POST /api/leaderboard/v1/formulas/check';
const values = 'POST /api/leaderboard/v1/leaderboard/attributes/query';
const definitions = 'POST /api/leaderboard/v1/leaderboard/attributes/definitions/query';
const runs = [{ id: 'LLM-1', label: 'first' }, { id: 'LLM-2', label: '<b>second</b>' }];

afterEach(() => vi.unstubAllGlobals());

const sound = { kind: 'series', diagnostics: [], rows: 10 };

function answers(lines: (call: Call) => unknown, checked: (call: Call) => unknown = () => sound) {
  return serve({
    [check]: checked,
    [view]: lines,
    [values]: () => ({ entries: [] }),
    [definitions]: () => ({ entries: [] }),
  });
}

function card(props: Partial<ChartCardProps> = {}) {
  const onChange = vi.fn();
  show(
    <ChartCard
      project="team/llm" chart={metricChart('train/loss')} name="loss" runs={runs} experiments={false}
      settings={defaultSettings} isOverridden={false} isEditable={false} legend={[]} zoom={null} yZoom={null}
      width={400} height={260} onChange={onChange} {...props}
    />,
  );
  return onChange;
}

it('draws the lines of its metric, one a run that has it', async () => {
  answers(() => columnsAnswer([{ customId: '1', x: [1, 2], mean: [3, 4], count: [1, 1] }]));
  card();
  expect(await screen.findByRole('img', { name: 'Chart of 1 line: train/loss' })).toBeInTheDocument();
});

it('says why there is nothing to see', async () => {
  answers(() => columnsAnswer([]));
  card({ zoom: [1, 2] });
  expect(await screen.findByText('No points in this range')).toBeInTheDocument();
});

it('says which part of the y axis it was zoomed to, and shows all again at a press', async () => {
  answers(() => columnsAnswer([{ customId: '0', x: [1], mean: [3], count: [1] }]));
  const onChange = card({ yZoom: [0.5, 2] });
  await userEvent.click(screen.getByRole('button', { name: 'Reset y zoom of train/loss' }));
  expect(onChange.mock.calls).toEqual([['train/loss', { kind: 'zoom', y: null }]]);
});

it('shows all on a logarithmic axis where the part has no place there', () => {
  answers(() => columnsAnswer([]));
  card({ yZoom: [-1, 2], settings: { ...defaultSettings, yLog: true } });
  expect(screen.queryByRole('button', { name: 'Reset y zoom of train/loss' })).toBeNull();
});

it('draws the formulas of its spec, and can be edited', async () => {
  const calls = answers(() => columnsAnswer([{ customId: '0', x: [1], mean: [3], count: [1] }]));
  const lines = [{ formula: '${eval/loss} - ${train/loss}' }];
  const chart: ChartSpec = { version: 1, id: '=gap', title: 'gap', lines };
  const onChange = card({ name: 'gap', chart, isEditable: true });
  expect(await screen.findByRole('heading', { name: 'gap' })).toBeInTheDocument();
  await waitFor(() => expect(calls.find((call) => call.path.endsWith('view'))?.body).toMatchObject({
    metrics: [{ customYFormula: '${eval/loss} - ${train/loss}' }, {}],
  }));
  await userEvent.click(screen.getByRole('button', { name: 'Edit gap' }));
  await userEvent.type(await screen.findByRole('textbox', { name: 'Name' }), ' between');
  await waitFor(() => expect(screen.getByRole('button', { name: 'Save' })).toBeEnabled());
  await userEvent.click(screen.getByRole('button', { name: 'Save' }));
  expect(screen.queryByRole('dialog')).toBeNull();
  expect(onChange.mock.calls).toEqual([['=gap', { kind: 'edit', chart: { ...chart, title: 'gap between' } }]]);
});

it('is marked when it has settings of its own, and gives them up', async () => {
  answers(() => columnsAnswer([]));
  const onChange = card({ isOverridden: true, settings: { ...defaultSettings, yLog: true } });
  expect(screen.getByRole('img', { name: 'Has its own settings' })).toBeInTheDocument();
  await userEvent.click(screen.getByRole('button', { name: 'Settings of train/loss' }));
  expect(await screen.findByRole('switch', { name: 'Logarithmic y' })).toBeChecked();
  await userEvent.click(screen.getByRole('button', { name: 'Reset to defaults' }));
  expect(onChange.mock.calls).toEqual([['train/loss', { kind: 'settings', settings: null }]]);
});

const wrong = { from: 0, to: 6, severity: 'error', code: 'unknown-metric', message: 'No run logs lss.' };

/** CodeMirror measures text, which jsdom does not: what is typed goes in at once. */
async function fill(label: string, text: string) {
  const box = await screen.findByRole('textbox', { name: label });
  const editor = EditorView.findFromDOM(box)!;
  act(() => editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: text } }));
}

it('makes a chart of what was typed: paths and formulas', async () => {
  answers(() => columnsAnswer([]));
  const save = vi.fn();
  show(<CustomChartForm project="team/llm" runs={runs} chart={null} save={save} />);
  await userEvent.click(screen.getByRole('button', { name: 'Formula' }));
  await fill('Line 1', 'train/loss');
  await userEvent.click(screen.getByRole('button', { name: 'Formula' }));
  await fill('Line 2', '$a');
  await userEvent.click(screen.getByRole('button', { name: 'Remove line 2' }));
  await userEvent.click(screen.getByRole('button', { name: 'Look and band: line 1' }));
  await userEvent.click(screen.getByRole('radio', { name: 'Dashed' }));
  await userEvent.click(screen.getByRole('radio', { name: '#d1373c' }));
  await userEvent.type(screen.getAllByRole('textbox', { name: 'Name' })[0]!, 'both');
  await userEvent.click(screen.getByRole('button', { name: 'Add chart' }));
  const lines = [{ formula: '${train/loss}', dash: 'dashed', color: '#d1373c' }];
  expect(save.mock.calls).toEqual([[{ version: 1, id: expect.stringMatching(/^=\w{8}$/), title: 'both', lines }]]);
});

it('says what is wrong with a formula, does not take it, and mends it', async () => {
  const fix = { label: 'Write loss', text: '${loss}' };
  answers(
    () => columnsAnswer([]),
    ({ body }) => (JSON.stringify(body).includes('lss') ? { diagnostics: [{ ...wrong, fix }], rows: 0 } : sound),
  );
  const save = vi.fn();
  show(<CustomChartForm project="team/llm" runs={runs} chart={null} save={save} />);
  await userEvent.click(screen.getByRole('button', { name: 'Formula' }));
  await fill('Line 1', '${lss} * 2');
  expect(await screen.findByRole('alert')).toHaveTextContent('No run logs lss.');
  expect(screen.getByRole('button', { name: 'Add chart' })).toBeDisabled();
  await userEvent.click(screen.getByRole('button', { name: 'Write loss' }));
  await waitFor(() => expect(screen.getByRole('button', { name: 'Add chart' })).toBeEnabled());
  await userEvent.click(screen.getByRole('button', { name: 'Add chart' }));
  expect(save.mock.calls[0]![0].lines).toEqual([{ formula: '${loss} * 2' }]);
});

it('makes a docked legend larger and smaller, and remembers it', async () => {
  answers(() => columnsAnswer([{ customId: '0', x: [1, 2], mean: [3, 4], count: [1, 1] }]));
  card({ isFull: true, width: 900, height: 600 });
  const edge = await screen.findByRole('separator', { name: 'Size of the legend' });
  const legend = () => edge.parentElement!;
  expect(legend()).toHaveStyle({ left: '640px' });
  vi.spyOn(legend(), 'getBoundingClientRect').mockReturnValue({ width: 258, height: 540 } as DOMRect);
  act(() => edge.focus());
  await userEvent.keyboard('{ArrowLeft}');
  expect(legend()).toHaveStyle({ left: '624px' });
  expect(localStorage.getItem('legend size')).toBe('274 -');
  fireEvent(edge, new MouseEvent('pointerdown', { bubbles: true, clientX: 650 }));
  fireEvent(window, new MouseEvent('pointermove', { clientX: 600 }));
  fireEvent(window, new MouseEvent('pointerup'));
  fireEvent(window, new MouseEvent('pointermove', { clientX: 100 }));
  expect(legend()).toHaveStyle({ left: '590px' });
  await userEvent.dblClick(edge);
  expect(legend()).toHaveStyle({ left: '640px' });
});

it('tints what is better or worse than the baseline', async () => {
  answers(() => columnsAnswer(['0', '1'].map((customId, at) => ({ customId, x: [1], mean: [3 - at], count: [1] }))));
  card({ isFull: true, width: 900, height: 600, baseline: 'LLM-1' });
  expect(await screen.findByTitle('better than the baseline')).toHaveTextContent('2');
  expect(screen.queryByTitle('worse than the baseline')).toBeNull();
});
