import { afterEach, describe, expect, it, vi } from 'vitest';

import { formula } from '../model/chart';
import { defaultSort } from '../model/table';
import { columnsAnswer } from '../test/columns';
import { serve } from '../test/server';
import { figure, queryDefinitions, queryValues } from './attributes';
import { searchRuns } from './runs';
import { fetchLines, fetchPoints, type LineRequest } from './series';

afterEach(() => vi.unstubAllGlobals());

const view = 'POST /api/leaderboard/v1/attributes/timeseries/view';
const lines: LineRequest = {
  project: 'team/llm',
  formulas: [formula('a{b}$c')],
  runs: ['LLM-1', 'LLM-2'],
  x: 'step',
  xMetric: '',
  xLog: false,
  from: null,
  to: 10,
  bucketsMax: 100,
  previews: true,
  inherited: true,
  std: false,
  experiments: false,
  baseline: null,
  asOf: null,
};

describe('fetchLines', () => {
  it('reads columns, with nothing where the server has none', async () => {
    const calls = serve({
      [view]: () =>
        columnsAnswer([
          {
            customId: '1',
            x: [1, 2],
            xTo: [1, 3],
            mean: [0.5, NaN],
            min: [0, NaN],
            max: [1, NaN],
            count: [2, 0],
            nan: [0, 5],
          },
        ]),
    });
    const { lines: [first, second] } = await fetchLines(lines);
    expect(first?.x).toHaveLength(0);
    expect([...second!.mean]).toEqual([0.5, NaN]);
    expect([...second!.nan]).toEqual([0, 5]);
    expect([...second!.posInf]).toEqual([0, 0]);
    expect(calls[0]?.headers.get('Accept')).toBe('application/vnd.neptunealt.columns');
    expect(calls[0]?.body).toMatchObject({
      metrics: [
        { customId: '0', holder: { identifier: 'team/llm/LLM-1', type: 'experiment' }, lineage: 'FULL' },
        { customId: '1' },
      ],
      view: { to: 10, maxUniqueX: 100 },
      xaxis: { steps: {} },
    });
  });

  it('asks for all formulas of a run, then for those of the next, along another metric', async () => {
    const calls = serve({ [view]: () => columnsAnswer([{ customId: '3', x: [7], mean: [1] }]) });
    const { lines: found } = await fetchLines({
      ...lines,
      formulas: ['${a}', '${b} - ${a}'],
      x: 'metric',
      xMetric: 'tokens',
    });
    expect(found.map((line) => line.x.length)).toEqual([0, 0, 0, 1]);
    expect(calls[0]?.body).toMatchObject({
      metrics: [
        { customId: '0', customYFormula: '${a}', holder: { identifier: 'team/llm/LLM-1' } },
        { customId: '1', customYFormula: '${b} - ${a}' },
        { customId: '2', holder: { identifier: 'team/llm/LLM-2' } },
        { customId: '3' },
      ],
      xaxis: { custom: { customXFormula: '${tokens}' } },
    });
  });

  it('refuses an answer that was cut short', async () => {
    const whole = await columnsAnswer([{ customId: '0', x: [1, 2] }]).arrayBuffer();
    serve({ [view]: () => new Response(whole.slice(0, -8)) });
    await expect(fetchLines(lines)).rejects.toThrow('cut short');
  });
});

it('names a metric in a formula', () => {
  expect(formula('a{b}$c\\')).toBe('${a\\{b\\}\\$c\\\\}');
});

it('reads figures that JSON has no numbers for', () => {
  expect(['NaN', '-Infinity', 'inf', 1.5, null, undefined].map(figure)).toEqual([
    NaN,
    -Infinity,
    Infinity,
    1.5,
    null,
    null,
  ]);
});

describe('attributes', () => {
  it('are listed page by page', async () => {
    const calls = serve({
      'POST /api/leaderboard/v1/leaderboard/attributes/definitions/query': ({ body }) =>
        (body as { nextPage: { nextPageToken?: string } }).nextPage.nextPageToken === undefined
          ? { entries: [{ name: 'a', type: 'float' }, { name: 'b', type: 'float' }], nextPage: { nextPageToken: 't' } }
          : { entries: [{ name: 'c', type: 'float' }], nextPage: {} },
    });
    const found = await queryDefinitions({ project: 'team/llm', limit: 2 });
    expect(found).toMatchObject({ entries: [{ name: 'a' }, { name: 'b' }], more: true });
    expect(calls).toHaveLength(1);
  });

  it('of a run that is split over pages come together', async () => {
    let page = 0;
    serve({
      'POST /api/leaderboard/v1/leaderboard/attributes/query': () => ({
        entries: [
          {
            experimentShortId: 'LLM-1',
            attributes: [{ name: `p${page}`, type: 'int', intProperties: { value: page } }],
          },
        ],
        nextPage: page++ === 0 ? { nextPageToken: 't' } : {},
      }),
    });
    const values = await queryValues({ project: 'team/llm', runs: ['LLM-1'], limit: 10 });
    expect([...values.get('LLM-1')!.keys()]).toEqual(['p0', 'p1']);
  });
});

it('searches runs in the form that the server reads', async () => {
  const calls = serve({
    'POST /api/leaderboard/v1/leaderboard/entries/search': () => ({
      entries: [{ attributes: [{ name: 'sys/id', type: 'string', stringProperties: { value: 'LLM-1' } }] }],
      matchingItemCount: 7,
    }),
  });
  const page = await searchRuns({
    project: 'team/llm',
    query: 'q',
    experimentsOnly: true,
    sort: [{ ...defaultSort, path: 'loss', type: 'floatSeries', aggregation: 'min' }],
    paths: ['loss'],
    offset: 100,
    limit: 50,
  });
  expect(page).toMatchObject({ total: 7, runs: [{ id: 'LLM-1', customId: 'LLM-1', name: null }] });
  expect(calls[0]?.query.get('projectIdentifier')).toBe('team/llm');
  expect(calls[0]?.body).toMatchObject({
    experimentLeader: true,
    pagination: { limit: 50, offset: 100 },
    query: { query: 'q' },
    sorting: { dir: 'descending', sortBy: { name: 'loss', type: 'floatSeries', aggregationMode: 'min' } },
  });
});

it('reads points of text and file series', async () => {
  serve({
    'POST /api/leaderboard/v1/attributes/series': () => ({
      series: [
        {
          requestId: '0',
          series: {
            values: [
              { step: 1, timestampMillis: 5, object: { stringValue: 'line' } },
              { step: 2, timestampMillis: 6, object: { fileRef: { path: 'p', mimeType: 'image/png', sizeBytes: 3 } } },
            ],
          },
        },
      ],
    }),
  });
  const points = await fetchPoints({ project: 'team/llm', run: 'LLM-1', attribute: 'a', order: 'ascending', limit: 9 });
  expect(points).toEqual([
    { step: 1, time: 5, text: 'line' },
    { step: 2, time: 6, file: { path: 'p', mimeType: 'image/png', sizeBytes: 3 } },
  ]);
});
