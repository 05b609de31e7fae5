import { expect, it } from 'vitest';

import { readAttribute } from '../api/attributes';
import { cellText, cellValue } from './attributeText';
import { columnOf, suggestColumns } from './column';

it('suggests when, tags, and the likeliest metrics and settings', () => {
  const suggested = suggestColumns([
    { name: 'sys/id', type: 'string' },
    { name: 'layers/00/attn/grad_norm', type: 'floatSeries' },
    { name: 'train/loss', type: 'floatSeries' },
    { name: 'config/lr', type: 'float' },
    { name: 'config/notes', type: 'string' },
  ]);
  expect(suggested.map((column) => column.path)).toEqual([
    'sys/creation_time',
    'sys/tags',
    'train/loss',
    'layers/00/attn/grad_norm',
    'config/lr',
  ]);
});

it('shows the figure of a series that the column asks for', () => {
  const loss = readAttribute({
    name: 'loss',
    type: 'floatSeries',
    floatSeriesProperties: {
      attributeName: 'loss',
      attributeType: 'floatSeries',
      hasPreview: false,
      config: {},
      last: 'NaN',
      lastStep: 9,
      min: 0.123456789,
      max: 2,
      average: 1,
      variance: 0.1,
    },
  })!;
  const column = { ...columnOf({ name: 'loss', type: 'floatSeries' }), aggregation: 'min' as const };
  expect(cellText(loss, column)).toBe('0.123457');
  expect(cellValue(loss, column)).toBe(0.123456789);
  expect(cellText(loss, { aggregation: 'last' })).toBe('NaN');
  expect(cellValue(undefined, column)).toBeNull();
});
