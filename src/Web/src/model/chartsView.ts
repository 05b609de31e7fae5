import type { OwnChart } from './chart';
import { defaultSettings, type ChartSettings } from './chartSettings';
import type { Range } from './range';

export interface ChartsView {
  own: OwnChart[];
  /** Attributes that legends show beside the names of runs. */
  legend: string[];
  settings: ChartSettings;
  overrides: Record<string, Partial<ChartSettings>>;
  /** Extended regex over attribute paths. */
  filter: string;
  /** The part of the x axis that all charts show; in steps, or milliseconds where x is time. */
  zoom: Range | null;
  /** The part of the y axis that a chart shows, where that is not what its lines have. */
  yZooms: Record<string, Range>;
  /** The chart that fills the screen: a path, or the key of an own chart. */
  full: string | null;
  columns: number;
}

export const defaultCharts: ChartsView = {
  own: [],
  legend: [],
  settings: defaultSettings,
  overrides: {},
  filter: '',
  zoom: null,
  yZooms: {},
  full: null,
  columns: 0,
};

/** The view with another part of a chart's y axis; null for all that its lines have. */
export function withYZoom(view: ChartsView, key: string, zoom: Range | null): ChartsView {
  const others = Object.entries(view.yZooms).filter(([other]) => other !== key);
  return { ...view, yZooms: Object.fromEntries(zoom === null ? others : [...others, [key, zoom]]) };
}

/** The settings of one chart: the common ones under its own. */
export function settingsOf(view: ChartsView, path: string): ChartSettings {
  return { ...view.settings, ...view.overrides[path] };
}
