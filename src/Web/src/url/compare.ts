import { compareModes, defaultCompare, type CompareView } from '../model/compare';
import type { Field } from '../model/field';
import { oneOf } from '../model/oneOf';
import { printField, printOrNone, readField } from './field';
import { writeList } from './lists';

/** In place of axes: those that the page chooses. */
const suggested = 'auto';

/** @param base what the saved view has: what the address doesn't say is as there. A step is of the address alone. */
export function readCompare(params: URLSearchParams, base: CompareView = defaultCompare): CompareView {
  const flag = (key: string, otherwise: boolean) => (params.has(key) ? params.get(key) === '1' : otherwise);
  const field = (key: string, otherwise: Field | null) => (params.has(key) ? readField(params.get(key)) : otherwise);
  return {
    mode: oneOf(compareModes, params.get('compareAs')) ?? base.mode,
    filter: params.get('attributes') ?? base.filter,
    onlyDifferent: flag('diff', base.onlyDifferent),
    reference: params.has('ref') ? params.get('ref') || null : base.reference,
    directions: readDirections(params) ?? base.directions,
    axes: readAxes(params) ?? (params.has('axis') ? null : base.axes),
    brushes: params.has('brush') ? readBrushes(params.getAll('brush')) : base.brushes,
    colorBy: field('colorBy', base.colorBy),
    x: field('ax', base.x),
    y: field('ay', base.y),
    xLog: flag('axlog', base.xLog),
    yLog: flag('aylog', base.yLog),
    bar: field('bar', base.bar),
    step: params.has('step') && Number.isFinite(Number(params.get('step'))) ? Number(params.get('step')) : null,
  };
}

/** null where the address says nothing of them. */
function readDirections(params: URLSearchParams): CompareView['directions'] | null {
  if (!params.has('low') && !params.has('high')) return null;
  const all = (['low', 'high'] as const).flatMap((key) =>
    params.getAll(key).map((path) => [path, key === 'low' ? 'lower' : 'higher'] as const),
  );
  return Object.fromEntries(all.filter(([path]) => path !== ''));
}

/** null where the address says nothing of axes, or that the page chooses them. */
function readAxes(params: URLSearchParams): Field[] | null {
  if (!params.has('axis') || params.get('axis') === suggested) return null;
  return params.getAll('axis').flatMap((text) => readField(text) ?? []);
}

function readBrushes(texts: readonly string[]): CompareView['brushes'] {
  const brushes: CompareView['brushes'] = {};
  for (const text of texts) {
    const match = /^([^~]+)~([^~]+)~(.+)$/su.exec(text);
    const [from, to] = [Number(match?.[1]), Number(match?.[2])];
    if (match !== null && from <= to) brushes[match[3]!] = [from, to];
  }
  return brushes;
}

export function writeCompare(view: CompareView, params: URLSearchParams, base: CompareView = defaultCompare): void {
  const flag = (key: string, value: boolean, otherwise: boolean) => {
    if (value !== otherwise) params.set(key, value ? '1' : '0');
  };
  const field = (key: string, value: Field | null, otherwise: Field | null) => {
    if (printOrNone(value) !== printOrNone(otherwise)) params.set(key, printOrNone(value));
  };
  if (view.mode !== base.mode) params.set('compareAs', view.mode);
  if (view.filter !== base.filter) params.set('attributes', view.filter);
  flag('diff', view.onlyDifferent, base.onlyDifferent);
  if (view.reference !== base.reference) params.set('ref', view.reference ?? '');
  writeDirections(view.directions, params, base.directions);
  if (view.axes === null && base.axes !== null) params.set('axis', suggested);
  if (view.axes !== null) writeList('axis', view.axes.map(printField), base.axes?.map(printField) ?? null, params);
  writeList('brush', printBrushes(view.brushes), printBrushes(base.brushes), params);
  field('colorBy', view.colorBy, base.colorBy);
  field('ax', view.x, base.x);
  field('ay', view.y, base.y);
  flag('axlog', view.xLog, base.xLog);
  flag('aylog', view.yLog, base.yLog);
  field('bar', view.bar, base.bar);
  if (view.step !== null) params.set('step', String(view.step));
}

function writeDirections(
  of: CompareView['directions'],
  params: URLSearchParams,
  base: CompareView['directions'],
): void {
  const listed = (all: CompareView['directions'], one: string) =>
    Object.keys(all).filter((path) => all[path] === one).sort();
  const texts = (['lower', 'higher'] as const).map((one) => listed(of, one));
  if (JSON.stringify(texts) === JSON.stringify([listed(base, 'lower'), listed(base, 'higher')])) return;
  writeList('low', texts[0]!, null, params);
  writeList('high', texts[1]!, null, params);
}

function printBrushes(brushes: CompareView['brushes']): string[] {
  return Object.entries(brushes)
    .map(([axis, [from, to]]) => `${from}~${to}~${axis}`)
    .sort();
}
