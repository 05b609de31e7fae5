import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it, vi } from 'vitest';

import type { Field } from '../../model/field';
import { show } from '../../test/render';
import { serve } from '../../test/server';
import type { ScatterSpec } from './spec';
import { ScatterWidget } from './Widget';

const runs = [{ id: 'LLM-1', label: 'one' }, { id: 'LLM-2', label: 'two' }];
const field = (path: string): Field => ({ path, type: 'float', aggregation: 'last' });
const spec: ScatterSpec = { x: field('lr'), y: field('loss'), xLog: false, yLog: false, colorBy: null };
const float = (name: string, value: number) => ({ name, type: 'float', floatProperties: { value } });

beforeEach(() => {
  serve({
    'POST /api/leaderboard/v1/leaderboard/attributes/query': () => ({
      entries: runs.map(({ id }, at) => ({
        experimentShortId: id,
        attributes: [float('lr', at + 1), float('loss', 2 - at), ...(at === 0 ? [float('accuracy', 0.5)] : [])],
      })),
    }),
  });
  // The plots measure the room that they have.
  vi.stubGlobal('ResizeObserver', class {
    constructor(readonly report: (entries: { contentRect: DOMRectReadOnly }[]) => void) {}
    observe() {
      this.report([{ contentRect: { x: 0, y: 0, left: 0, top: 0, width: 600, height: 400 } as DOMRectReadOnly }]);
    }
    unobserve() {}
    disconnect() {}
  });
});

it('stands twice on one page, each with what it shows', async () => {
  const first = vi.fn();
  const second = vi.fn();
  show(
    <>
      <section aria-label="left">
        <ScatterWidget project="team/llm" runs={runs} spec={spec} onChange={first} />
      </section>
      <section aria-label="right">
        <ScatterWidget project="team/llm" runs={runs} spec={{ ...spec, y: field('accuracy') }} onChange={second} />
      </section>
    </>,
  );
  const [left, right] = ['left', 'right'].map((name) => within(screen.getByRole('region', { name })));
  expect(await left!.findByRole('group', { name: 'loss over lr, 2 runs' })).toBeInTheDocument();
  expect(await right!.findByRole('group', { name: 'accuracy over lr, 1 run' })).toBeInTheDocument();
  expect(right!.getByText('1 run without a value')).toBeInTheDocument();
  await userEvent.click(right!.getByRole('switch', { name: 'Y axis logarithmic' }));
  expect(second.mock.calls).toEqual([[{ yLog: true }]]);
  expect(first).not.toHaveBeenCalled();
});

it('has no controls where nothing can be changed', async () => {
  show(<ScatterWidget project="team/llm" runs={runs} spec={spec} />);
  expect(await screen.findByRole('group', { name: 'loss over lr, 2 runs' })).toBeInTheDocument();
  await waitFor(() => expect(screen.queryByRole('toolbar')).toBeNull());
  expect(screen.getAllByRole('link')).toHaveLength(2);
});

it('places runs by what formulas give of them', async () => {
  const calls = serve({
    'POST /api/leaderboard/v1/formulas/values': ({ body }) => ({
      values: (body as { metrics: { customId: string }[] }).metrics.map(({ customId }) => ({
        customId, value: Number(customId) + 1,
      })),
    }),
  });
  const computed = (path: string): Field => ({ path, type: 'formula', aggregation: 'last' });
  const on: ScatterSpec = { ...spec, x: computed('6 * ${config/params}'), y: computed('run_min(${val/loss})') };
  show(
    <ScatterWidget
      project="team/llm" runs={runs} baseline="LLM-2" spec={on} results={[]} onChange={() => undefined}
    />,
  );
  expect(await screen.findByRole('button', { name: /run_min\(val\/loss\)/ })).toBeInTheDocument();
  await waitFor(() => expect(calls.filter(({ path }) => path.endsWith('values'))).toHaveLength(1));
  expect(screen.queryByText(/without a value/)).toBeNull();
  const [asked] = calls.filter(({ path }) => path.endsWith('values'));
  expect(asked!.body).toMatchObject({ baseline: { identifier: 'team/llm/LLM-2' } });
});
