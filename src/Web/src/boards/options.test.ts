import { expect, it } from 'vitest';

import type { WidgetDto } from '../api/dashboards';
import { metricChart, type ChartSpec } from '../model/chart';
import {
  kindOf,
  newWidget,
  readDynamic,
  readField,
  readFields,
  readLine,
  readSeries,
  readValue,
  widgetKinds,
  widgetTitle,
  withChart,
  withOptions,
} from './options';

const widget = (type: string, rest: Partial<WidgetDto> = {}): WidgetDto => ({ id: 'w', type, ...rest });

it('knows its own kinds by what it writes', () => {
  for (const kind of widgetKinds) expect(kindOf(newWidget('a', kind))).toBe(kind);
});

it('reads what other programs wrote under a type of Neptune', () => {
  expect(kindOf(widget('singleValue'))).toBe('value');
  expect(kindOf(widget('gallery'))).toBe('media');
  expect(kindOf(widget('valueList', { attributes: [{ name: 'log', type: 'stringSeries' }] }))).toBe('logs');
  expect(kindOf(widget('notebook'))).toBeNull();
  // A kind that is not of this type does not count.
  expect(kindOf(widget('textNode', { options: { kind: 'bars' } }))).toBe('text');
});

it('draws the attributes of a chart that names no formulas', () => {
  const { chart } = readLine(widget('chart', { name: 'Loss', attributes: [{ name: 'a/b', type: 'floatSeries' }] }));
  expect(chart).toMatchObject({ id: '=w', title: 'Loss', lines: [{ formula: '${a/b}' }] });
});

it('reads a chart by names as a match', () => {
  const { chart, match } = readLine(
    widget('chart', { attributeNameMustMatchRegexes: ['loss$'], attributeNameMustNotMatchRegexes: ['^val'] }),
  );
  expect(chart).toBeNull();
  expect(match).toEqual({ must: ['loss$'], mustNot: ['^val'] });
});

it('reads the chart that it wrote, and keeps what else the widget says', () => {
  const before = widget('chart', { extra: 1, options: { kind: 'line', other: 2 }, attributes: [] });
  const thresholds = [{ value: 1, label: 'goal' }];
  const axes = { x: '${b}', left: { scale: 'log' as const } };
  const drawing = { plot: 'area', stack: 'sum', axes } as const;
  const chart: ChartSpec = { ...metricChart('a/b'), title: 'Mine', thresholds, ...drawing };
  const after = withChart(before, chart);
  expect(readLine(after).chart).toEqual({ ...chart, id: '=w' });
  expect(after).toMatchObject({ extra: 1, options: { other: 2 } });
  const plain = withChart(after, metricChart('c')).options;
  for (const part of ['thresholds', 'plot', 'stack', 'axes']) expect(plain).not.toHaveProperty(part);
});

it('titles a widget after what it shows', () => {
  expect(widgetTitle(widget('chart', { options: { lines: [{ formula: '${a}' }, { formula: 'exp(${b})' }] } }))).toBe(
    'a, exp(b)',
  );
  expect(widgetTitle(newWidget('a', 'value', { value: 'run_min(${a})' }))).toBe('run_min(${a})');
  expect(widgetTitle(newWidget('a', 'text'))).toBe('');
  expect(widgetTitle(newWidget('a', 'bars', {}, 'Named'))).toBe('Named');
});

it('survives options of any form', () => {
  const odd = [{}, { lines: 3, settings: 'x' }, { lines: [null, { formula: 1 }] }, { field: [], digits: 'a' }];
  for (const options of odd) {
    for (const type of ['chart', 'singleValue', 'histogram', 'dynamicSection', 'textNode']) {
      const dto = widget(type, { options });
      expect(() => [readLine(dto), readValue(dto), readSeries(dto), readDynamic(dto), widgetTitle(dto)]).not.toThrow();
    }
  }
});

it('takes an option away', () => {
  const before = widget('chart', { options: { a: 1, b: 2 } });
  expect(withOptions(before, { a: undefined, c: 3 }).options).toEqual({ b: 2, c: 3 });
});

it('reads a dynamic section, within bounds', () => {
  const head = widget('dynamicSection', {
    attributeNameMustMatchRegexes: ['^layers/(\\d+)/'],
    options: { by: 'captures', template: { type: 'histogram', w: 99 } },
  });
  const match = { must: ['^layers/(\\d+)/'], mustNot: [] };
  expect(readDynamic(head)).toEqual({ ...match, by: 'captures', kind: 'histogram', w: 24, h: 7, options: {} });
  expect(readDynamic(widget('section'))).toBeNull();
});

it('reads fields that are formulas, but not in lists', () => {
  const formula = { path: 'run_max(${acc}) * 1000', type: 'formula', aggregation: 'last' };
  expect(readField(formula)).toEqual(formula);
  const listed = readFields([formula, { path: 'a', type: 'float' }]);
  expect(listed).toEqual([{ path: 'a', type: 'float', aggregation: 'last' }]);
});
