import { metricChart, type ChartChange, type ChartSpec } from './chart';
import { axisKey, defaultSettings, type ChartSettings } from './chartSettings';
import type { Field } from './field';
import type { Range } from './range';

/** A page of charts: one for each metric, and those that a person made. */
export interface ChartsView {
  custom: ChartSpec[];
  /** Attributes that legends show beside the names of runs. */
  legend: string[];
  settings: ChartSettings;
  /** What single charts have in place of the common settings, by their ids. */
  overrides: Record<string, Partial<ChartSettings>>;
  /** Extended regex over attribute paths. */
  filter: string;
  /** The part of the x axis that all charts show; in steps, or milliseconds where x is time. */
  zoom: Range | null;
  /** The part of the y axis that a chart shows, where that is not what its lines have; by the chart's id. */
  yZooms: Record<string, Range>;
  /** The id of the chart that fills the screen. */
  full: string | null;
  /** Colors runs by the value of an attribute; null: each has its own. */
  colorBy: Field | null;
  /** Charts per row; 0 for as many as fit. */
  columns: number;
}

export const defaultCharts: ChartsView = {
  custom: [],
  legend: [],
  settings: defaultSettings,
  overrides: {},
  filter: '',
  zoom: null,
  yZooms: {},
  full: null,
  colorBy: null,
  columns: 0,
};

/** The chart of an id: one that a person made, or that of a metric. */
export function findChart(custom: readonly ChartSpec[], id: string): ChartSpec {
  return custom.find((chart) => chart.id === id) ?? metricChart(id);
}

/** The part of the x axis that a chart shows: all charts with the same kind of axis share it. */
export function zoomOf(view: ChartsView, settings: ChartSettings): Range | null {
  return axisKey(settings) === axisKey(view.settings) ? view.zoom : null;
}

/** Changes the settings of all charts. A zoom in steps means nothing in milliseconds: it ends with another axis. */
export function withSettings(view: ChartsView, part: Partial<ChartSettings>): ChartsView {
  const settings = { ...view.settings, ...part };
  return { ...view, settings, zoom: axisKey(settings) === axisKey(view.settings) ? view.zoom : null };
}

/** One more chart that a person made. */
export function withChart(view: ChartsView, chart: ChartSpec): ChartsView {
  return { ...view, custom: [...view.custom, chart] };
}

export function changeChart(view: ChartsView, id: string, change: ChartChange): ChartsView {
  switch (change.kind) {
    case 'zoom': {
      const next = change.x === undefined ? view : { ...view, zoom: change.x };
      return change.y === undefined ? next : { ...next, yZooms: put(next.yZooms, id, change.y) };
    }
    case 'settings': {
      const settings = change.settings === null ? null : { ...view.overrides[id], ...change.settings };
      return { ...view, overrides: put(view.overrides, id, settings) };
    }
    case 'edit':
      return change.chart === null ? withoutChart(view, id) : replaceChart(view, id, change.chart);
    case 'fullScreen':
      return { ...view, full: change.isFull ? id : null };
  }
}

function replaceChart(view: ChartsView, id: string, chart: ChartSpec): ChartsView {
  return { ...view, custom: view.custom.map((one) => (one.id === id ? { ...chart, id } : one)) };
}

/** What is said of the chart goes with it. */
function withoutChart(view: ChartsView, id: string): ChartsView {
  return {
    ...view,
    custom: view.custom.filter((chart) => chart.id !== id),
    overrides: put(view.overrides, id, null),
    yZooms: put(view.yZooms, id, null),
    full: view.full === id ? null : view.full,
  };
}

function put<T>(all: Record<string, T>, key: string, value: T | null): Record<string, T> {
  const others = Object.entries(all).filter(([other]) => other !== key);
  return Object.fromEntries(value === null ? others : [...others, [key, value]]);
}
