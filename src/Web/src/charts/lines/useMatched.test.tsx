import { screen } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';

import { metricChart, type ChartSpec } from '../../model/chart';
import { show } from '../../test/render';
import { refuse, serve } from '../../test/server';
import { useMatched } from './useMatched';

const definitions = 'POST /api/leaderboard/v1/leaderboard/attributes/definitions/query';
const chart: ChartSpec = {
  version: 1,
  id: '=a',
  title: '',
  lines: [{ formula: '${loss}' }, { formula: '', match: '^l/', color: '#d1373c', name: 'norm' }],
};

afterEach(() => vi.unstubAllGlobals());

function Lines({ of, runs = 1 }: { of: ChartSpec; runs?: number }) {
  const { chart: matched, note } = useMatched('team/llm', of, Array.from({ length: runs }, (_, at) => ({
    id: `L-${at}`, label: '',
  })));
  return (
    <>
      <p>{note}</p>
      <ul>{matched.lines.map((line) => <li key={line.formula}>{JSON.stringify(line)}</li>)}</ul>
    </>
  );
}

it('has a line for each metric that matches, in the order that people count in', async () => {
  const asked = serve({
    [definitions]: () => ({ entries: ['l/10', 'l/2'].map((name) => ({ name, type: 'floatSeries' })) }),
  });
  show(<Lines of={chart} />);
  await screen.findByText(/l\/10/);
  expect(screen.getAllByRole('listitem').map((one) => JSON.parse(one.textContent!) as unknown)).toEqual([
    { formula: '${loss}' },
    { formula: '${l/2}', color: '#d1373c', name: 'norm l/2' },
    { formula: '${l/10}', color: '#d1373c', name: 'norm l/10' },
  ]);
  expect(asked[0]!.body).toMatchObject({ experimentIdsFilter: ['L-0'] });
});

it('draws no more than can be told apart, and says so', async () => {
  serve({ [definitions]: () => ({
    entries: Array.from({ length: 96 }, (_, at) => ({ name: `l/${at}`, type: 'floatSeries' })),
  }) });
  show(<Lines of={{ ...chart, lines: chart.lines.slice(1) }} runs={100} />);
  expect(await screen.findByText('9 of 96 matching metrics are shown.')).toBeInTheDocument();
  expect(screen.getAllByRole('listitem')).toHaveLength(9);
});

it('says what is wrong with the filter, or that nothing matches', async () => {
  serve({ [definitions]: () => refuse(400, 'Not a regular expression: missing )') });
  show(<Lines of={chart} />);
  expect(await screen.findByText(/missing \)/)).toBeInTheDocument();
});

it('asks nothing for charts that name their metrics', () => {
  const asked = serve({});
  show(<Lines of={metricChart('loss')} />);
  expect(screen.getByRole('listitem')).toHaveTextContent('${loss}');
  expect(asked).toEqual([]);
});
