import { afterEach, expect, it, vi } from 'vitest';

import { columnLabel, formulaColumn } from '../model/column';
import { defaultSort } from '../model/table';
import { serve, type Answer } from '../test/server';
import { fetchScalars } from './formulas';
import { searchRuns } from './runs';

afterEach(() => vi.unstubAllGlobals());

const search = 'POST /api/leaderboard/v1/leaderboard/entries/search';
const values = 'POST /api/leaderboard/v1/formulas/values';
const best = 'run_min(${val/loss})';
const id = (value: string) => ({ name: 'sys/id', type: 'string', stringProperties: { value } });
const query = { project: 'team/llm', query: '', experimentsOnly: false, sort: null, paths: [], offset: 0, limit: 10 };

function found(answer: Answer) {
  return serve({ [search]: answer });
}

it('searches runs with formulas as columns, and sorts by them', async () => {
  const calls = found(() => ({
    entries: [
      { attributes: [id('A-1')], formulaValues: [{ value: 1.5 }, { missing: { message: 'It has no lr.' } }] },
      { attributes: [id('A-2')], formulaValues: [{ value: 'NaN' }, { value: 3 }] },
    ],
    matchingItemCount: 2,
  }));
  const sort = [{ path: best, type: 'formula' as const, aggregation: 'last' as const, descending: true }, defaultSort];
  const { runs } = await searchRuns({ ...query, sort, formulas: [best, '${lr}'] });
  expect(calls[0]!.body).toMatchObject({
    formulas: [best, '${lr}'],
    sorting: { dir: 'descending', formula: best, thenBy: { sortBy: { name: 'sys/creation_time' } } },
  });
  expect(runs.map(({ attributes }) => [attributes.get(best), attributes.get('${lr}')])).toEqual([
    [
      { name: best, type: 'formula', value: 1.5, missing: '' },
      { name: '${lr}', type: 'formula', value: null, missing: 'It has no lr.' },
    ],
    [
      { name: best, type: 'formula', value: NaN, missing: '' },
      { name: '${lr}', type: 'formula', value: 3, missing: '' },
    ],
  ]);
});

it('asks nothing of formulas where there are none, and does without their values', async () => {
  const calls = found(() => ({ entries: [{ attributes: [id('A-1')] }], matchingItemCount: 1 }));
  await searchRuns(query);
  expect(calls[0]!.body).not.toHaveProperty('formulas');
  const { runs } = await searchRuns({ ...query, formulas: [best] });
  expect(runs[0]!.attributes.has(best)).toBe(false);
});

it('computes one number a run for charts of such numbers', async () => {
  const calls = serve({
    [values]: ({ body }) => ({
      values: (body as { metrics: { customId: string }[] }).metrics.map(({ customId }) => ({
        customId, value: 10 * Number(customId),
      })),
    }),
  });
  const read = await fetchScalars('team/llm', ['A-1', 'A-2'], [best, '${lr}'], 'A-1');
  expect(read.get('A-2')?.get(best)).toMatchObject({ value: 20 });
  expect(read.get('A-2')?.get('${lr}')).toMatchObject({ value: 30 });
  expect(calls[0]!.body).toMatchObject({
    metrics: [{ formula: best, holder: { identifier: 'team/llm/A-1' } }, {}, {}, {}],
    baseline: { identifier: 'team/llm/A-1' },
  });
});

it('is a column that is called as people read it', () => {
  expect(columnLabel(formulaColumn('val/loss'))).toBe('val/loss');
  expect(columnLabel(formulaColumn(best))).toBe('run_min(val/loss)');
  expect(columnLabel(formulaColumn(best, 'best'))).toBe('best');
});
