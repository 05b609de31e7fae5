import { aggregations, fieldTypes } from '../model/attribute';
import { readChart } from '../model/chart';
import { defaultSettings, readSettings, type ChartSettings } from '../model/chartSettings';
import { defaultCharts, type ChartsView } from '../model/chartsView';
import { compareModes, defaultCompare, type CompareView } from '../model/compare';
import type { Direction, Directions } from '../model/direction';
import type { Field } from '../model/field';
import { clampInteger, oneOf } from '../model/oneOf';
import type { Range } from '../model/range';

/** The charts of a saved view: what differs from the defaults. Another form of it gets another version. */
export interface SavedCharts extends Partial<Omit<ChartsView, 'settings' | 'zoom' | 'yZooms' | 'full'>> {
  version: 1;
  settings?: Partial<ChartSettings>;
}

/** The side-by-side tab of a saved view: what differs from the defaults. */
export interface SavedCompare extends Partial<Omit<CompareView, 'step'>> {
  version: 1;
}

/** undefined where everything is as by default. */
export function savedCharts({ custom, legend, settings, overrides, filter, colorBy, columns }: ChartsView) {
  const set = differences({ custom, legend, overrides, filter, colorBy, columns }, defaultCharts);
  const common = differences(settings, defaultSettings);
  return stated<SavedCharts>(common === null ? set : { ...set, settings: common });
}

export function readSavedCharts(saved: unknown): ChartsView {
  const { version, ...said } = objectOf(saved) as Partial<Record<keyof SavedCharts, unknown>>;
  if (version !== 1) return defaultCharts;
  return {
    ...defaultCharts,
    custom: listOf(said.custom).flatMap((chart) => readChart(chart) ?? []),
    legend: listOf(said.legend).filter((path) => typeof path === 'string'),
    settings: { ...defaultSettings, ...readSettings(said.settings) },
    overrides: Object.fromEntries(
      Object.entries(objectOf(said.overrides)).map(([id, settings]) => [id, readSettings(settings)]),
    ),
    filter: textOf(said.filter) ?? '',
    colorBy: readFieldJson(said.colorBy),
    columns: clampInteger(String(said.columns ?? 0), 0, 6),
  };
}

/** undefined where everything is as by default. */
export function savedCompare(view: CompareView) {
  return stated<SavedCompare>(differences({ ...view, step: null }, defaultCompare));
}

export function readSavedCompare(saved: unknown): CompareView {
  const { version, ...said } = objectOf(saved) as Partial<Record<keyof SavedCompare, unknown>>;
  if (version !== 1) return defaultCompare;
  return {
    ...defaultCompare,
    mode: oneOf(compareModes, textOf(said.mode)) ?? defaultCompare.mode,
    filter: textOf(said.filter) ?? '',
    onlyDifferent: said.onlyDifferent === true,
    reference: textOf(said.reference),
    directions: readDirections(said.directions),
    axes: Array.isArray(said.axes) ? said.axes.flatMap((axis) => readFieldJson(axis) ?? []) : null,
    brushes: Object.fromEntries(Object.entries(objectOf(said.brushes)).filter(isRange)),
    colorBy: readFieldJson(said.colorBy),
    x: readFieldJson(said.x),
    y: readFieldJson(said.y),
    xLog: said.xLog === true,
    yLog: said.yLog === true,
    bar: readFieldJson(said.bar),
  };
}

function readDirections(value: unknown): Directions {
  return Object.fromEntries(
    Object.entries(objectOf(value)).filter(
      (entry): entry is [string, Direction] => entry[1] === 'lower' || entry[1] === 'higher',
    ),
  );
}

/** What differs from the defaults; null for nothing. */
function differences<T extends object>(value: T, base: Record<keyof T, unknown>): Partial<T> | null {
  const all = Object.entries(value).filter(([key, one]) => !same(one, base[key as keyof T]));
  return all.length === 0 ? null : (Object.fromEntries(all) as Partial<T>);
}

function stated<T extends { version: 1 }>(part: Omit<T, 'version'> | null): T | undefined {
  return part === null ? undefined : (sorted({ version: 1, ...part }) as T);
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** With the keys of all objects in order: two views that hold the same are written the same. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, one]) => [key, sorted(one)] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function objectOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function readFieldJson(value: unknown): Field | null {
  const { path, type, aggregation } = objectOf(value);
  const known = oneOf(fieldTypes, textOf(type));
  if (typeof path !== 'string' || known === null) return null;
  return { path, type: known, aggregation: oneOf(aggregations, textOf(aggregation)) ?? 'last' };
}

function isRange(entry: [string, unknown]): entry is [string, Range] {
  const [from, to] = listOf(entry[1]);
  return typeof from === 'number' && typeof to === 'number' && from <= to;
}
