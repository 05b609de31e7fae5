import { tidyAxes, type AxesSpec } from '../../model/axes';
import type { Band } from '../../model/band';
import {
  asFormula,
  asTyped,
  newChartId,
  type ChartSpec,
  type LineSpec,
  type PlotKind,
  type StackKind,
} from '../../model/chart';
import type { LineLook } from '../settings/LineForm';
import { levelOf, thresholdOf, type LevelDraft } from '../settings/ThresholdsForm';

/** A line as it is typed: a metric or a formula, or a filter by which metrics are chosen. */
export interface LineDraft {
  /** Tells it from the others, wherever it stands. */
  key: number;
  by: 'formula' | 'match';
  text: string;
  /** The formulas of a band are as they are typed. */
  look: LineLook;
}

/** A chart as it is typed. */
export interface ChartDraft {
  title: string;
  lines: readonly LineDraft[];
  levels: readonly LevelDraft[];
  plot: PlotKind;
  stack: StackKind;
  /** The formula along x is as it is typed. */
  axes: AxesSpec;
}

export const linesMax = 12;

export function draftOf(chart: ChartSpec | null): ChartDraft {
  const { title = '', lines = [], thresholds = [], plot = 'line', stack = 'none', axes = {} } = chart ?? {};
  return { title, lines: lines.map(lineDraftOf), levels: thresholds.map(levelOf), plot, stack, axes };
}

function lineDraftOf({ formula, match, ...look }: LineSpec, key: number): LineDraft {
  const typed = look.band === undefined ? look : { ...look, band: withTexts(look.band, asTyped) };
  return match === undefined
    ? { key, by: 'formula', text: asTyped(formula), look: typed }
    : { key, by: 'match', text: match, look: typed };
}

/** The lines as a chart keeps them; none of those that are still empty. */
export function linesOf(drafts: readonly LineDraft[]): LineSpec[] {
  return drafts.flatMap(({ by, text, look: { band, ...look } }) => {
    if (text.trim() === '') return [];
    const stated = isStated(band) ? { ...look, band: withTexts(band, asFormula) } : look;
    return [by === 'match' ? { ...stated, formula: '', match: text.trim() } : { ...stated, formula: asFormula(text) }];
  });
}

/** @param id of the chart that is edited; null for one that is made. */
export function chartOf({ title, lines, levels, plot, stack, axes }: ChartDraft, id: string | null): ChartSpec {
  const thresholds = levels.flatMap(thresholdOf);
  const stated = tidyAxes(axes);
  return {
    version: 1,
    id: id ?? newChartId(),
    title: title.replace(/\s+/g, ' ').trim(),
    lines: linesOf(lines),
    ...(thresholds.length === 0 ? {} : { thresholds }),
    ...(plot === 'line' ? {} : { plot }),
    ...(stack === 'none' ? {} : { stack }),
    ...(stated === undefined ? {} : { axes: stated }),
  };
}

/** The texts of a draft that are formulas, for somebody to check: of lines and of the bands around them. */
export function textsOf({ by, text, look: { band } }: LineDraft): string[] {
  const own = by === 'formula' ? [text] : [];
  return [...own, ...bandTexts(band)];
}

export function bandTexts(band: Band | undefined): string[] {
  return band?.kind === 'around' ? [band.by] : band?.kind === 'between' ? [band.low, band.high] : [];
}

/** The lines with one more: in the place of an empty one, where there is one. */
export function withLine(lines: readonly LineDraft[], one: Omit<LineDraft, 'key'>): readonly LineDraft[] {
  const empty = lines.find(({ text }) => text.trim() === '');
  if (empty !== undefined && one.text !== '') {
    return lines.map((line) => (line === empty ? { ...one, key: empty.key } : line));
  }
  return [...lines, { ...one, key: Math.max(-1, ...lines.map(({ key }) => key)) + 1 }].slice(-linesMax);
}

export function withBand(look: LineLook, band: Band | undefined): LineLook {
  if (band !== undefined) return { ...look, band };
  const rest = { ...look };
  delete rest.band;
  return rest;
}

function isStated(band: Band | undefined): band is Band {
  return band !== undefined && bandTexts(band).every((text) => text.trim() !== '');
}

function withTexts(band: Band, change: (text: string) => string): Band {
  if (band.kind === 'around') return { ...band, by: change(band.by) };
  return band.kind === 'between' ? { ...band, low: change(band.low), high: change(band.high) } : band;
}
