import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it, vi } from 'vitest';

import { defaultCharts, type ChartsView } from '../model/chartsView';
import { columnsAnswer } from '../test/columns';
import { PlotStub } from '../test/plotStub';
import { show } from '../test/render';
import { serve, type Call } from '../test/server';
import { ChartCard } from './ChartCard';
import { CustomChartForm } from './settings/CustomChartForm';

// jsdom has no canvas to draw on; what is drawn is tested where it is drawn.
vi.mock('uplot', () => ({ default: PlotStub }));

const view = 'POST /api/leaderboard/v1/attributes/timeseries/view';
const values = 'POST /api/leaderboard/v1/leaderboard/attributes/query';
const definitions = 'POST /api/leaderboard/v1/leaderboard/attributes/definitions/query';
const runs = [{ id: 'LLM-1', label: 'first' }, { id: 'LLM-2', label: '<b>second</b>' }];

afterEach(() => vi.unstubAllGlobals());

function answers(lines: (call: Call) => unknown) {
  return serve({ [view]: lines, [values]: () => ({ entries: [] }), [definitions]: () => ({ entries: [] }) });
}

function card(charts: Partial<ChartsView> = {}, attribute = 'train/loss') {
  const change = vi.fn();
  show(
    <ChartCard
      project="team/llm" attribute={attribute} title="loss" runs={runs} experiments={false}
      view={{ ...defaultCharts, ...charts }} change={change} width={400} height={260}
    />,
  );
  return change;
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

it('shows the part of the y axis that the address names, and all again at a press', async () => {
  answers(() => columnsAnswer([{ customId: '0', x: [1], mean: [3], count: [1] }]));
  const yZooms = { 'train/loss': [0.5, 2] as const, other: [1, 2] as const };
  const change = card({ yZooms });
  await userEvent.click(screen.getByRole('button', { name: 'Show all values of train/loss' }));
  const update = change.mock.calls[0]![0] as (now: ChartsView) => ChartsView;
  expect(update({ ...defaultCharts, yZooms, zoom: [1, 9] })).toEqual({
    ...defaultCharts, yZooms: { other: [1, 2] }, zoom: [1, 9],
  });
});

it('shows all on a logarithmic axis where the part has no place there', () => {
  answers(() => columnsAnswer([]));
  card({ yZooms: { 'train/loss': [-1, 2] }, settings: { ...defaultCharts.settings, yLog: true } });
  expect(screen.queryByRole('button', { name: 'Show all values of train/loss' })).toBeNull();
});

it('draws a formula of its own and can be edited', async () => {
  const calls = answers(() => columnsAnswer([{ customId: '0', x: [1], mean: [3], count: [1] }]));
  card({ own: [{ name: 'gap', formulas: ['${eval/loss} - ${train/loss}'] }] }, '=1');
  expect(await screen.findByRole('heading', { name: 'gap' })).toBeInTheDocument();
  await waitFor(() => expect(calls.find((call) => call.path.endsWith('view'))?.body).toMatchObject({
    metrics: [{ customYFormula: '${eval/loss} - ${train/loss}' }, {}],
  }));
  expect(screen.getByRole('button', { name: 'Edit gap' })).toBeInTheDocument();
});

it('is marked when it has settings of its own, and gives them up', async () => {
  answers(() => columnsAnswer([]));
  const change = card({ overrides: { 'train/loss': { yLog: true } } });
  expect(screen.getByRole('img', { name: 'Has settings of its own' })).toBeInTheDocument();
  await userEvent.click(screen.getByRole('button', { name: 'Settings of train/loss' }));
  expect(await screen.findByRole('switch', { name: 'Logarithmic y' })).toBeChecked();
  await userEvent.click(screen.getByRole('button', { name: 'As all charts' }));
  const update = change.mock.calls[0]![0] as (now: ChartsView) => ChartsView;
  expect(update({ ...defaultCharts, overrides: { 'train/loss': { yLog: true } } }).overrides).toEqual({});
});

it('makes a chart of what was typed: paths and formulas', async () => {
  answers(() => ({}));
  const change = vi.fn();
  show(<CustomChartForm project="team/llm" runs={runs} index={null} view={defaultCharts} change={change} />);
  await userEvent.type(screen.getByRole('combobox', { name: 'Line 1' }), 'train/loss');
  await userEvent.type(screen.getByRole('combobox', { name: 'Line 2' }), '$a');
  await userEvent.click(screen.getByRole('button', { name: 'Remove line 2' }));
  await userEvent.type(screen.getByRole('textbox', { name: 'Name' }), 'both');
  await userEvent.click(screen.getByRole('button', { name: 'Add the chart' }));
  const update = change.mock.calls[0]![0] as (now: ChartsView) => ChartsView;
  expect(update(defaultCharts).own).toEqual([{ name: 'both', formulas: ['${train/loss}'] }]);
});
