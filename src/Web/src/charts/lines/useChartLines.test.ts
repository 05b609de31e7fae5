import { expect, it } from 'vitest';

import { metricChart } from '../../model/chart';
import { needsBaseline } from './useChartLines';

it('asks for the baseline where a line or what lies along x compares with it', () => {
  const [step, metric] = ['step', 'metric'] as const;
  const xMetric = '${tokens} / last(baseline(${tokens}))';
  expect(needsBaseline(metricChart('a'), { x: metric, xMetric })).toBe(true);
  expect(needsBaseline(metricChart('a'), { x: step, xMetric })).toBe(false);
  expect(needsBaseline(metricChart('a'), { x: metric, xMetric: 'tokens' })).toBe(false);
  const own = { ...metricChart('a'), lines: [{ formula: '${a} - baseline(${a})' }] };
  expect(needsBaseline(own, { x: step, xMetric: '' })).toBe(true);
});
