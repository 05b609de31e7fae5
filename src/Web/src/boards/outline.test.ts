import { expect, it } from 'vitest';

import type { BoardSection } from './board';
import { newWidget } from './options';
import { headingsOf, outlineOf } from './outline';

it('has the headings of a text as a reader sees them, and none of code', () => {
  const text = [
    '# First **bold** `code` #',
    '```python',
    '# no heading',
    '~~~',
    '```',
    '### Loss is {{ last(${loss}) | .2f }} for [LLM-1](#LLM-1)',
    'Under',
    '=====',
    '####### seven are none',
    '#none',
    '- item',
    '---',
    '##',
  ].join('\n');
  expect(headingsOf(text)).toEqual([
    { level: 1, text: 'First bold code' },
    { level: 3, text: 'Loss is … for LLM-1' },
    { level: 1, text: 'Under' },
    { level: 2, text: 'Heading' },
  ]);
});

it('goes through sections and texts in the order that people read', () => {
  const text = (id: string, freeText: string, y: number) => ({
    id,
    dto: { ...newWidget(id, 'text'), freeText },
    cell: { x: 0, y, w: 24, h: 4 },
  });
  const sections: BoardSection[] = [
    { id: '', head: null, widgets: [text('a', '# Intro', 0)] },
    {
      id: 's',
      head: { id: 's', type: 'section', name: 'Results' },
      widgets: [text('c', '## Later\n\n## Last', 4), text('b', '## Sooner', 0)],
    },
  ];
  expect(outlineOf(sections).map((one) => [one.text, one.level, one.widget, one.at])).toEqual([
    ['Intro', 1, 'a', 0],
    ['Results', 0, null, 0],
    ['Sooner', 2, 'b', 0],
    ['Later', 2, 'c', 0],
    ['Last', 2, 'c', 1],
  ]);
});
