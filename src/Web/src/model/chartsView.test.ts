import { describe, expect, it } from 'vitest';

import { metricChart, type ChartSpec } from './chart';
import { changeChart, defaultCharts, findChart, withSettings, zoomOf, type ChartsView } from './chartsView';

const chart = (id: string): ChartSpec => ({ version: 1, id, title: id, lines: [{ formula: '${a}' }] });
const view: ChartsView = {
  ...defaultCharts,
  custom: [chart('=a'), chart('=b')],
  overrides: { '=a': { yLog: true }, '=b': { xLog: true } },
  yZooms: { '=a': [0, 1], '=b': [2, 3] },
  zoom: [1, 9],
  full: '=a',
};

describe('a page of charts', () => {
  it('finds the charts that people made, and one for every metric', () => {
    expect(findChart(view.custom, '=b')).toBe(view.custom[1]);
    expect(findChart(view.custom, 'loss')).toEqual(metricChart('loss'));
  });

  it('forgets a chart with all that is said of it, and leaves the others as they are', () => {
    expect(changeChart(view, '=a', { kind: 'edit', chart: null })).toEqual({
      ...view, custom: [chart('=b')], overrides: { '=b': { xLog: true } }, yZooms: { '=b': [2, 3] }, full: null,
    });
  });

  it('keeps the id of a chart that is edited', () => {
    const edited = changeChart(view, '=a', { kind: 'edit', chart: { ...chart('=z'), title: 'new' } });
    expect(edited.custom[0]).toEqual({ ...chart('=a'), title: 'new' });
  });

  it('gives one chart settings of its own, and takes them back', () => {
    const set = changeChart(view, 'loss', { kind: 'settings', settings: { yLog: true } });
    expect(set.overrides.loss).toEqual({ yLog: true });
    expect(changeChart(set, 'loss', { kind: 'settings', settings: null }).overrides).toEqual(view.overrides);
  });

  it('zooms x for all charts with the same axis, and y for one', () => {
    const zoomed = changeChart(view, 'loss', { kind: 'zoom', x: [2, 3], y: [0, 5] });
    expect([zoomed.zoom, zoomed.yZooms.loss]).toEqual([[2, 3], [0, 5]]);
    expect(changeChart(zoomed, 'loss', { kind: 'zoom', y: null })).toEqual({ ...view, zoom: [2, 3] });
    expect(zoomOf(view, { ...view.settings, x: 'relative' })).toBeNull();
    expect(withSettings(view, { x: 'relative' }).zoom).toBeNull();
    expect(withSettings(view, { yLog: true }).zoom).toEqual([1, 9]);
  });
});
