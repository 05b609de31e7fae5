import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it, vi } from 'vitest';

import type { Run } from '../../../model/run';
import { show } from '../../../test/render';
import { serve } from '../../../test/server';
import { RunName } from './RunName';

const operations = 'POST /api/leaderboard/v1/attributes/operations';

afterEach(() => vi.unstubAllGlobals());

function run(name: string | null, experiment: string | null): Run {
  const path = 'sys/experiment/name';
  const attributes: Run['attributes'] =
    experiment === null ? new Map() : new Map([[path, { name: path, type: 'string', value: experiment }]]);
  return { id: 'LLM-1', customId: 'llm-001', name, state: null, attributes };
}

async function rename(subject: Run, to: string) {
  show(<RunName project="team/llm" run={subject} />);
  await userEvent.click(screen.getByRole('button', { name: 'Rename' }));
  await userEvent.clear(screen.getByLabelText('Name'));
  await userEvent.type(screen.getByLabelText('Name'), to);
}

it('renames the experiment that the run names, or the run alone', async () => {
  const calls = serve({ [operations]: () => [] });
  await rename(run('old', 'old'), 'new');
  await userEvent.click(screen.getByRole('checkbox'));
  await userEvent.click(screen.getByRole('checkbox'));
  await userEvent.click(screen.getByRole('button', { name: 'Save' }));
  expect(calls[0]?.body).toEqual([{ path: 'sys/experiment/name', assignString: { value: 'new' } }]);
  expect(screen.queryByLabelText('Name')).toBeNull();
});

it('keeps to a run that has a name of its own', async () => {
  const calls = serve({ [operations]: () => [] });
  await rename(run('mine', 'theirs'), 'new');
  expect(screen.getByRole('checkbox')).not.toBeChecked();
  await userEvent.type(screen.getByLabelText('Name'), '{Enter}');
  expect(calls[0]?.body).toEqual([{ path: 'sys/name', assignString: { value: 'new' } }]);
});

it('names a run that has no experiment, and tells what the server refused', async () => {
  serve({ [operations]: () => [{ errorDescription: 'A name takes at most 730 bytes; this one has 732.' }] });
  await rename(run(null, null), ' ');
  expect(screen.getByRole('button', { name: 'Save' })).toBeDisabled();
  expect(screen.queryByRole('checkbox')).toBeNull();
  await userEvent.type(screen.getByLabelText('Name'), 'long{Enter}');
  expect(await screen.findByText(/at most 730 bytes/)).toBeVisible();
});
