import { screen, waitFor } from '@testing-library/react';
import { expect, it } from 'vitest';

import { serve } from '../../test/server';
import { show } from '../../test/render';
import type { BoardSection } from '../board';
import { newSection } from '../options';
import { noRuns, withRuns, type SectionRuns } from './runGroups';
import { useSectionScopes } from './useSectionScopes';

const section = (id: string, runs: Partial<SectionRuns> | null): BoardSection => {
  const head = { ...newSection(), id };
  return { id, head: runs === null ? head : withRuns(head, { ...noRuns, ...runs }), widgets: [] };
};

const sections = [
  section('a', { names: ['one', 'two'] }),
  section('b', { names: ['one', 'two'] }),
  section('c', { names: [] }),
  section('d', { kind: 'first', query: '`lr`:float < 1', count: 3 }),
  section('e', null),
];
const scope = { project: 'w/p', runs: [], experiments: false, baseline: null };

function Shown() {
  const { of, isPending } = useSectionScopes(scope, sections, { type: 'report' });
  if (isPending) return null;
  return <p>{sections.map(({ id }) => `${id}: ${of(id).runs.map(({ label }) => label).join()}`).join('; ')}</p>;
}

it('looks for the runs of sections that show the same ones once', async () => {
  const attribute = (name: string, value: string) => {
    return { name, type: 'string', stringProperties: { attributeName: name, value } };
  };
  const entry = (id: string) => ({
    experimentId: id,
    attributes: [attribute('sys/id', id.toUpperCase()), attribute('sys/custom_run_id', id)],
  });
  const calls = serve({
    'POST /api/leaderboard/v1/leaderboard/entries/msearch': ({ body }) => {
      const asked = body as { searchLeaderboardEntriesParamsDTO: unknown }[];
      return asked.map((_, at) => {
        const entries = (at === 0 ? ['two', 'one'] : ['three']).map(entry);
        return { entries, matchingItemCount: entries.length };
      });
    },
  });
  show(<Shown />);
  await waitFor(() => expect(screen.getByText('a: one,two; b: one,two; c: ; d: three; e:')).toBeInTheDocument());
  const searches = calls.filter(({ path }) => path.endsWith('/msearch')).map(({ body }) => body as unknown[]);
  expect(searches.map(({ length }) => length)).toEqual([2]);
});
