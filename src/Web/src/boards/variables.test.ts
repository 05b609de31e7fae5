import { expect, it } from 'vitest';

import type { BoardSection, BoardWidget } from './board';
import { newWidget } from './options';
import { Filler, shownSections } from './variables';

const values = new Map([
  ['layer', ['1', '2']],
  ['part', ['val']],
]);
const widget = (id: string, options: Record<string, unknown>, name = ''): BoardWidget => ({
  id,
  dto: newWidget(id, 'line', options, name),
  cell: { x: 0, y: 0, w: 8, h: 7 },
});

it('draws a line for each value, and names a widget with all', () => {
  const lines = [{ formula: '${layers/$(layer)/$(part)}', name: 'Layer $(layer)' }, { formula: '${loss}' }];
  const { dto, origin } = new Filler(values).widget(widget('a', { lines }, 'Layers $(layer)'));
  expect(dto.name).toBe('Layers 1, 2');
  expect(dto.options?.lines).toEqual([
    { formula: '${layers/1/val}', name: 'Layer 1' },
    { formula: '${layers/2/val}', name: 'Layer 2' },
    { formula: '${loss}' },
  ]);
  expect(origin?.options?.lines).toEqual(lines);
});

it('fills attributes, fields, patterns and texts', () => {
  const filled = new Filler(values).fill({
    id: 'a',
    type: 'table',
    freeText: '$(layer): {{ last(${l/$(layer)}) }}',
    attributes: [{ name: 'l/$(layer)', type: 'floatSeries' }],
    attributeNameMustMatchRegexes: ['^l/$(layer)$'],
    options: {
      fields: [{ path: 'l/$(layer)', type: 'float' }],
      x: { path: '$(part)' },
      filter: '$(layer)',
      other: '$(part)',
    },
  });
  expect(filled).toMatchObject({
    freeText: '1, 2: {{ last(${l/1}) }}',
    attributes: [{ name: 'l/1' }, { name: 'l/2' }],
    attributeNameMustMatchRegexes: ['^l/(?:1|2)$'],
    options: { fields: [{ path: 'l/1' }, { path: 'l/2' }], x: { path: 'val' }, filter: '(?:1|2)', other: '$(part)' },
  });
});

it('gives the same widget for the same one, and leaves those alone that name no variable', () => {
  const filler = new Filler(values);
  const plain = widget('a', { lines: [{ formula: '${loss}' }] });
  const named = widget('b', { lines: [{ formula: '${l/$(layer)}' }] });
  expect(filler.widget(plain)).toBe(plain);
  expect(filler.widget(named)).toBe(filler.widget(named));
});

const section: BoardSection = {
  id: 's',
  head: { id: 's', type: 'section', name: 'Layer', options: { repeat: { variable: 'layer' } } },
  widgets: [widget('a', { lines: [{ formula: '${l/$(layer)}' }] })],
};

it('repeats a section for each value, and shows it once while it is edited', () => {
  const filler = new Filler(values);
  const shown = shownSections(section, filler, false);
  expect(shown.map(({ head }) => head?.name)).toEqual(['Layer · 1', 'Layer · 2']);
  expect(shown.map(({ widgets }) => widgets[0]?.dto.options?.lines)).toEqual([
    [{ formula: '${l/1}' }],
    [{ formula: '${l/2}' }],
  ]);
  expect(new Set(shown.flatMap(({ widgets }) => widgets.map(({ id, dto }) => `${id} ${dto.id}`))).size).toBe(2);
  expect(shownSections(section, filler, false)[0]?.widgets[0]).toBe(shown[0]?.widgets[0]);
  const [edited, ...others] = shownSections(section, filler, true);
  expect(others).toEqual([]);
  expect(edited).toMatchObject({ id: 's', widgets: [{ id: 'a', origin: section.widgets[0]!.dto }] });
});

it('shows a section once where its variable has no values', () => {
  expect(shownSections(section, new Filler(new Map()), false)).toHaveLength(1);
});
