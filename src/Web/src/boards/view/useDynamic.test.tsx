import { screen, waitFor } from '@testing-library/react';
import { expect, it } from 'vitest';

import { serve } from '../../test/server';
import { show } from '../../test/render';
import type { BoardSection } from '../board';
import type { BoardScope } from '../widget';
import { useDynamic } from './useDynamic';

const section = (id: string): BoardSection => ({
  id,
  head: { id, type: 'dynamicSection', name: id, attributeNameMustMatchRegexes: ['^loss'], options: { by: 'path' } },
  widgets: [],
});

const scope = (project: string, ...ids: string[]): BoardScope => ({
  ...{ project, experiments: false, baseline: null },
  runs: ids.map((id) => ({ id, label: id })),
});

const scopes: Record<string, BoardScope> = {
  own: scope('w/own', 'A-1', 'A-2'),
  same: scope('w/own', 'A-1', 'A-2'),
  other: scope('w/other', 'B-1'),
  none: scope('w/own'),
};

function Found() {
  const found = useDynamic((id) => scopes[id]!, Object.keys(scopes).map(section));
  const counts = Object.keys(scopes).map((id) => `${id} ${found.of(id)?.entries.length ?? 'nothing'}`);
  return <p>{counts.join(', ')}</p>;
}

it('asks of each section what its own runs logged, those with the same runs together', async () => {
  interface Asked {
    projectIdentifier: string;
    runs: string[];
    sections: { id: string }[];
  }
  const calls = serve({
    'POST /api/leaderboard/v1/dashboards/sections': ({ body }) => ({
      sections: (body as Asked).sections.map(({ id }) => {
        const entries = (body as Asked).runs.map((run) => ({ key: run, attributes: [] }));
        return { id, entries };
      }),
    }),
  });
  show(<Found />);
  await waitFor(() => expect(screen.getByText('own 2, same 2, other 1, none nothing')).toBeInTheDocument());
  const asked = calls.map(({ body }) => body as Asked);
  expect(asked.map((one) => [one.projectIdentifier, one.runs, one.sections.map(({ id }) => id)])).toEqual([
    ['w/own', ['A-1', 'A-2'], ['own', 'same']],
    ['w/other', ['B-1'], ['other']],
  ]);
});
