import { screen } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';

import { show } from '../../test/render';
import { refuse, serve } from '../../test/server';
import { newWidget } from '../options';
import { usualSettings } from '../settings';
import { TextView } from './TextView';

interface Asked {
  metrics: { customId: string; formula: string; holder: { identifier: string } }[];
}

afterEach(() => vi.unstubAllGlobals());

function showText(freeText: string, ids: readonly string[]) {
  const runs = ids.map((id) => ({ id, label: `run ${id}` }));
  const look = { zooms: {}, yZooms: {}, settings: {}, onChange: () => undefined };
  return show(
    <TextView
      dto={{ ...newWidget('w', 'text'), freeText }}
      project="team/llm"
      runs={runs}
      experiments={false}
      baseline={null}
      settings={usualSettings}
      look={look}
      width={400}
      height={300}
      isFull={false}
    />,
  );
}

it('shows values of the runs as text, whose they are, and why there are none', async () => {
  serve({
    'POST /api/leaderboard/v1/formulas/values': ({ body }) => {
      const { metrics } = body as Asked;
      if (metrics[0]!.formula === 'oops(') return refuse(400, 'A bracket is missing.');
      return {
        values: metrics.map(({ customId, formula }, at) => ({
          customId,
          ...(formula.includes('none') ? { missing: { message: 'No run has none.' } } : { value: 1.23456 / (at + 1) }),
        })),
      };
    },
  });
  showText(
    'Best **{{ run_min(${val/loss}) | .3f | min }}**, first {{run_min(${val/loss})|.1f}}, ' +
      '{{ oops( }}, {{ last(${none}) }}.\n\n' +
      '`{{ kept }}` and $\\text{ {{ kept }} }$\n\n<b>{{ last(${x}) }}</b>',
    ['A', 'B'],
  );
  expect((await screen.findByText('0.617')).title).toBe('run B: run_min(${val/loss})');
  expect(screen.getByText('0.617').closest('strong')).not.toBeNull();
  expect(screen.getByText('1.2').title).toBe('run A: run_min(${val/loss})');
  expect(await screen.findByTitle('A bracket is missing. (oops()')).toHaveTextContent('?');
  expect(await screen.findByTitle('No run has none. (last(${none}))')).toBeInTheDocument();
  expect(screen.getByText('{{ kept }}').tagName).toBe('CODE');
  expect(document.querySelector('b')).toBeNull();
});

it('says that no runs are shown', () => {
  serve({});
  showText('{{ last(${x}) }}', []);
  expect(screen.getByTitle('No runs are shown. (last(${x}))')).toBeInTheDocument();
});
