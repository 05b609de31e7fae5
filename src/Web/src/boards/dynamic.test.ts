import { expect, it } from 'vitest';

import type { SectionEntry, SectionFound } from '../api/dashboards';
import { madeWidgets, withMade } from './dynamic';
import { newWidget, readDynamic, readLine, type DynamicOptions } from './options';

const options: DynamicOptions = { must: ['x'], mustNot: [], by: 'captures', kind: 'line', w: 8, h: 6, options: {} };
const entry = (key: string): SectionEntry => ({
  key, attributes: [{ name: `layers/${key}/norm`, type: 'floatSeries' }],
});
const found: SectionFound = { id: 's', entries: ['0', '1', '2', '3'].map(entry), more: false };

it('makes a widget for each key, row by row', () => {
  const made = madeWidgets('s', options, found);
  expect(made.map(({ cell: { x, y } }) => [x, y])).toEqual([[0, 0], [8, 0], [16, 0], [0, 6]]);
  expect(readLine(made[1]!.dto).chart).toMatchObject({ title: '1', lines: [{ formula: '${layers/1/norm}' }] });
  expect(madeWidgets('s', options, { ...found, entries: [entry('2')] })[0]!.id).toBe(made[2]!.id);
});

it('gives each what the template says besides', () => {
  const settings = { smoothing: 'ema', window: 20 };
  const head = { id: 's', type: 'dynamicSection', options: { template: { kind: 'line', options: { settings } } } };
  const read = readDynamic(head)!;
  expect(readLine(madeWidgets('s', read, found)[0]!.dto)).toMatchObject({ settings, chart: { title: '0' } });
  const logs = { ...options, kind: 'logs' as const, options: { layout: 'tabs', series: 'not this' } };
  expect(madeWidgets('s', logs, found)[0]!.dto.options).toMatchObject({ layout: 'tabs', series: 'layers/0/norm' });
});

it('puts them below what stands in the section', () => {
  const own = { id: 'w', dto: newWidget('w', 'text'), cell: { x: 0, y: 0, w: 24, h: 4 } };
  const { widgets } = withMade({ id: 's', head: null, widgets: [own] }, madeWidgets('s', options, found));
  expect(widgets.map(({ cell }) => cell.y)).toEqual([0, 4, 4, 4, 10]);
});
