import { expect, it } from 'vitest';

import { clipText, readClip } from './clip';
import { kindOf, newWidget, readLine } from './options';

const cell = { x: 1, y: 2, w: 9, h: 5 };

it('pastes what it copied, under an id of its own', () => {
  const dto = newWidget('a', 'bars', { bar: 1 }, 'Best');
  const [pasted] = readClip(clipText([{ dto, cell }]));
  expect(pasted).toMatchObject({ w: 9, h: 5, dto: { type: 'chart', name: 'Best', options: { kind: 'bars', bar: 1 } } });
  expect(pasted!.dto.id).not.toBe('a');
});

it('makes a chart of the path of a metric', () => {
  const [pasted] = readClip(' train/loss\n');
  expect(kindOf(pasted!.dto)).toBe('line');
  expect(readLine(pasted!.dto).chart!.lines).toEqual([{ formula: '${train/loss}' }]);
});

it('leaves all other text alone', () => {
  const others = ['', 'hello world', 'https://a.b/c', '{"a":1}', '{', '[]', '{"neptunealt":"widgets","widgets":3}'];
  for (const text of others) {
    expect(readClip(text)).toEqual([]);
  }
  const odd = { neptunealt: 'widgets', widgets: [null, 3, { dto: { type: 4 } }, { dto: { type: 'section' } }] };
  expect(readClip(JSON.stringify(odd))).toEqual([]);
});

it('takes of a pasted widget what can be one', () => {
  const odd = { id: 'x', type: 'chart', name: 5, options: null, attributes: null };
  const [pasted] = readClip(JSON.stringify({ neptunealt: 'widgets', widgets: [{ dto: odd, w: 'a', h: null }] }));
  expect(pasted).toEqual({ dto: { id: expect.any(String) as string, type: 'chart' }, w: 8, h: 7 });
});
