import { EditorView } from '@codemirror/view';
import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it, vi } from 'vitest';

import { metricChart, type ChartSpec } from '../../model/chart';
import { columnsAnswer } from '../../test/columns';
import { PlotStub } from '../../test/plotStub';
import { show } from '../../test/render';
import { serve, type Answer } from '../../test/server';
import { ChartMenu } from '../ChartMenu';
import { CustomChartForm } from '../settings/CustomChartForm';

// jsdom has no canvas to draw on; what is drawn is tested where it is drawn.
vi.mock('uplot', () => ({ default: PlotStub }));

const root = '/api/leaderboard/v1';
const names = ['train/loss', 'val/loss', 'layers/0/norm', 'layers/1/norm', 'layers/2/norm'];
const runs = [{ id: 'LLM-1', label: 'first' }];

afterEach(() => vi.unstubAllGlobals());

function answers(more: Record<string, Answer> = {}) {
  return serve({
    [`POST ${root}/formulas/check`]: () => ({ kind: 'series', diagnostics: [], rows: 10 }),
    [`POST ${root}/attributes/timeseries/view`]: () => columnsAnswer([]),
    [`POST ${root}/leaderboard/attributes/query`]: () => ({ entries: [] }),
    [`POST ${root}/leaderboard/attributes/definitions/query`]: ({ body }) => {
      const filter = JSON.stringify(body).match(/mustMatchRegexes":\["([^"]+)"/)?.[1];
      const regex = new RegExp(JSON.parse(`"${filter ?? ''}"`) as string);
      return { entries: names.filter((name) => regex.test(name)).map((name) => ({ name, type: 'floatSeries' })) };
    },
    [`GET ${root}/formulas`]: () => ({ formulas: [] }),
    ...more,
  });
}

function form(props: Partial<Parameters<typeof CustomChartForm>[0]> = {}) {
  const save = vi.fn<(chart: ChartSpec) => void>();
  show(<CustomChartForm project="team/llm" runs={runs} chart={null} save={save} {...props} />);
  return save;
}

const press = (name: string) => userEvent.click(screen.getByRole('button', { name }));

async function pick(name: string) {
  await userEvent.type(screen.getByRole('combobox', { name: 'Add a metric' }), name);
  await userEvent.click(await screen.findByRole('option', { name }));
}

async function added(save: ReturnType<typeof form>) {
  await waitFor(() => expect(screen.getByRole('button', { name: 'Add chart' })).toBeEnabled());
  await press('Add chart');
  return save.mock.calls[0]![0];
}

it('draws two metrics in one chart by naming them', async () => {
  answers();
  const save = form();
  await pick('train/loss');
  await pick('val/loss');
  expect((await added(save)).lines).toEqual([{ formula: '${train/loss}' }, { formula: '${val/loss}' }]);
});

it('makes the difference of two metrics at a press, and takes it back', async () => {
  answers();
  const save = form();
  await pick('val/loss');
  await pick('train/loss');
  await press('Difference of the two');
  await waitFor(() => expect(screen.queryByRole('button', { name: 'Remove line 2' })).toBeNull());
  await press('Undo');
  expect(screen.getByRole('button', { name: 'Remove line 2' })).toBeInTheDocument();
  await press('Redo');
  expect((await added(save)).lines).toEqual([{ formula: '${val/loss} - hold(${train/loss})' }]);
});

it('takes a threshold that is a formula of one number, and none that is wrong', async () => {
  const wrong = { from: 0, to: 11, severity: 'error', code: 'kind', message: 'One number a run is wanted here.' };
  const calls = answers({
    [`POST ${root}/formulas/check`]: ({ body }) => {
      const { formula, role } = body as { formula: string; role: string };
      const isWrong = role === 'scalar' && formula === '${val/loss}';
      return { kind: 'scalar', diagnostics: isWrong ? [wrong] : [], rows: 1 };
    },
    [`POST ${root}/formulas/values`]: () => ({ values: [{ customId: '0', value: 2.5 }] }),
  });
  const save = form({ from: metricChart('val/loss'), baseline: 'LLM-1' });
  await press('Add threshold');
  const box = await screen.findByRole('textbox', { name: 'Value of threshold 1' });
  const write = (text: string) => {
    const editor = EditorView.findFromDOM(box)!;
    act(() => editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: text } }));
  };
  write('${val/loss}');
  expect(await screen.findByRole('alert')).toHaveTextContent('One number a run is wanted here.');
  expect(screen.getByRole('button', { name: 'Add chart' })).toBeDisabled();
  write('best(run_min(${val/loss}))');
  const { thresholds } = await added(save);
  expect(thresholds).toEqual([{ level: 'best(run_min(${val/loss}))', label: '' }]);
  await waitFor(() => expect(calls.some(({ path }) => path.endsWith('formulas/values'))).toBe(true));
});

it('undoes by keys wherever the focus is', async () => {
  answers();
  form();
  const title = screen.getByRole('textbox', { name: 'Name' });
  await userEvent.type(title, 'gap');
  await userEvent.click(screen.getByRole('radio', { name: 'Area' }));
  act(() => title.focus());
  await userEvent.keyboard('{Control>}z{/Control}');
  expect(screen.getByRole('radio', { name: 'Line' })).toBeChecked();
  await userEvent.keyboard('{Control>}z{/Control}');
  expect(title).toHaveValue('');
  await userEvent.keyboard('{Control>}{Shift>}z{/Shift}{/Control}');
  expect(title).toHaveValue('gap');
});

it('chooses all metrics of a family', async () => {
  answers();
  const save = form();
  await press('All matching');
  await userEvent.click(await screen.findByRole('button', { name: 'layers/#/norm · 3' }));
  expect(await screen.findByText(/^3 metrics: layers\/0\/norm/)).toBeInTheDocument();
  expect((await added(save)).lines).toEqual([{ formula: '', match: '^layers/\\d+/norm$' }]);
});

it('writes a formula by choosing, and knows it again', async () => {
  answers();
  const save = form({ from: metricChart('val/loss') });
  await press('Build by choosing: line 1');
  const parts = within(screen.getByRole('group', { name: 'Parts of line 1' }));
  expect(parts.getByRole('combobox', { name: 'First metric of line 1' })).toHaveValue('val/loss');
  await userEvent.selectOptions(parts.getByRole('combobox', { name: 'Smoothing of line 1' }), 'roll_mean');
  await userEvent.selectOptions(parts.getByRole('combobox', { name: 'Relative to of line 1' }), 'difference');
  expect((await added(save)).lines).toEqual([
    { formula: 'let y = roll_mean(${val/loss}, 500); y - baseline(y)' },
  ]);
});

it('gives a line a band by a formula, a unit and a number format', async () => {
  answers();
  const save = form({ from: metricChart('val/loss') });
  await press('Look and band: line 1');
  await userEvent.type(screen.getByRole('textbox', { name: 'Unit' }), 'nats');
  await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Numbers as' }), 'decimal');
  await userEvent.selectOptions(await screen.findByRole('combobox', { name: 'Band of line 1' }), 'none');
  await userEvent.click(screen.getByRole('radio', { name: 'Step' }));
  expect(await added(save)).toMatchObject({
    lines: [{ formula: '${val/loss}', unit: 'nats', format: 'decimal', band: { kind: 'none' } }],
    plot: 'step',
  });
});

it('has bands of deviations for metrics that a filter chooses, and none that a formula belongs to', async () => {
  answers();
  const save = form({ from: { ...metricChart('a'), lines: [{ formula: '', match: '^layers/' }] } });
  await press('Look and band: line 1');
  const band = await screen.findByRole('combobox', { name: 'Band of line 1' });
  expect(within(band).getAllByRole('option').map(({ textContent }) => textContent)).toEqual([
    'As the settings say', 'None', 'Min-max', '± standard deviation',
  ]);
  await userEvent.selectOptions(band, 'std');
  expect((await added(save)).lines).toEqual([{ formula: '', match: '^layers/', band: { kind: 'std' } }]);
});

it('has a formula along x, and scales and limits of its y axes', async () => {
  const wrong = { from: 0, to: 3, severity: 'error', code: 'unknown-metric', message: 'No run has ${no}.' };
  answers({
    [`POST ${root}/formulas/check`]: ({ body }) => {
      const { formula, role } = body as { formula: string; role: string };
      return { kind: 'series', diagnostics: role === 'x' && formula === '${no}' ? [wrong] : [], rows: 1 };
    },
  });
  const save = form({ from: metricChart('val/loss') });
  const box = await screen.findByRole('textbox', { name: 'Metric or formula along x' });
  const write = (text: string) => {
    const editor = EditorView.findFromDOM(box)!;
    act(() => editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: text } }));
  };
  write('${no}');
  expect(await screen.findByRole('alert')).toHaveTextContent('No run has ${no}.');
  expect(screen.getByRole('button', { name: 'Add chart' })).toBeDisabled();
  write('2 * ${train/loss}');
  expect(screen.queryByRole('combobox', { name: 'Scale of y on the right' })).toBeNull();
  await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Scale of y' }), 'log');
  await userEvent.type(screen.getByRole('textbox', { name: 'Greatest of y' }), '10');
  await press('Look and band: line 1');
  await userEvent.click(screen.getByRole('radio', { name: 'Right' }));
  await userEvent.type(await screen.findByRole('textbox', { name: 'Least of y on the right' }), '0');
  expect((await added(save)).axes).toEqual({
    x: '2 * ${train/loss}', left: { scale: 'log', to: 10 }, right: { from: 0 },
  });
});

it('writes an example with what lies along x', async () => {
  answers({
    [`POST ${root}/leaderboard/attributes/definitions/query`]: ({ body }) => {
      const isConfig = JSON.stringify(body).includes('"int"');
      const found = isConfig ? ['config/params'] : ['val/loss', 'train/tokens'];
      return { entries: found.map((name) => ({ name, type: isConfig ? 'int' : 'floatSeries' })) };
    },
  });
  const save = form();
  await press('Examples');
  await userEvent.click(await screen.findByRole('menuitem', { name: /^val\/loss over FLOPs/ }));
  expect(await added(save)).toMatchObject({
    lines: [{ formula: '${val/loss}' }],
    axes: { x: '6 * ${config/params} * hold(${train/tokens})' },
  });
});

it('duplicates a chart, and makes a custom one of the chart of a metric', async () => {
  answers();
  const add = vi.fn<(chart: ChartSpec) => void>();
  const chart = metricChart('val/loss');
  const props = { project: 'team/llm', chart, title: 'loss', runs, isEditable: false, add };
  show(<ChartMenu {...props} stepAt={() => null} />);
  await press('More for loss');
  await userEvent.click(await screen.findByRole('menuitem', { name: 'Duplicate' }));
  expect(add.mock.calls[0]![0]).toMatchObject({ title: 'val/loss (copy)', lines: chart.lines });
  expect(add.mock.calls[0]![0].id).not.toBe(chart.id);
  await press('More for loss');
  await userEvent.click(await screen.findByRole('menuitem', { name: 'Convert to custom chart…' }));
  const dialog = await screen.findByRole('dialog', { name: 'New chart' });
  await userEvent.click(await within(dialog).findByRole('button', { name: 'Add chart' }));
  expect(add.mock.calls[1]![0]).toMatchObject({ title: '', lines: chart.lines });
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
});

it('saves a formula under a name for the project, and uses it by that', async () => {
  const made = { id: 'f1', revision: 1, author: 'a', created: '', updatedBy: 'a', updated: '' };
  let formulas: unknown[] = [];
  const calls = answers({
    [`GET ${root}/formulas`]: () => ({ formulas }),
    [`POST ${root}/formulas`]: ({ body }) => {
      formulas = [{ ...made, ...(body as object) }];
      return formulas[0];
    },
    [`DELETE ${root}/formulas/f1`]: () => {
      formulas = [];
      return {};
    },
  });
  const save = form({ from: { ...metricChart('val/loss'), lines: [{ formula: 'exp(${val/loss})' }] } });
  await press('Save under a name: line 1');
  const group = within(await screen.findByRole('group', { name: 'New named formula' }));
  await userEvent.type(group.getByRole('textbox', { name: 'Name' }), 'ppl');
  await userEvent.click(group.getByRole('button', { name: 'Save formula' }));
  await waitFor(() => expect(screen.queryByRole('group', { name: 'New named formula' })).toBeNull());
  expect(calls.find(({ method, path }) => method === 'POST' && path === `${root}/formulas`)?.body).toEqual({
    name: 'ppl', formula: 'exp(${val/loss})', unit: null, note: null,
  });
  expect((await added(save)).lines).toEqual([{ formula: '@ppl' }]);
  await press('Named formulas');
  await userEvent.click(await screen.findByRole('button', { name: 'Delete @ppl' }));
  await press('Delete');
  expect(await screen.findByText(/None yet/)).toBeInTheDocument();
  expect(calls.find(({ method }) => method === 'DELETE')?.headers.get('If-Match')).toBe('"1"');
});
