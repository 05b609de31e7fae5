import { printField, readField, type Field } from './attribute';
import { oneOf } from './charts';

export const compareModes = ['attributes', 'parallel', 'scatter', 'bars', 'media'] as const;
export type CompareMode = (typeof compareModes)[number];

/** A range on an axis, in its values. */
export type Range = readonly [number, number];

export interface CompareView {
  mode: CompareMode;
  /** Extended regex over attribute paths. */
  filter: string;
  onlyDifferent: boolean;
  /** The run that the others are compared with. */
  reference: string | null;
  /** Of the parallel coordinates; null: chosen by the page. */
  axes: Field[] | null;
  /** What is kept of each axis, by the axis as text. */
  brushes: Record<string, Range>;
  /** Colours by the value of an attribute rather than by run. */
  colorBy: Field | null;
  x: Field | null;
  y: Field | null;
  xLog: boolean;
  yLog: boolean;
  bar: Field | null;
  /** Media: the last step that is shown; null for the last there is. */
  step: number | null;
}

export const defaultCompare: CompareView = {
  mode: 'attributes',
  filter: '',
  onlyDifferent: false,
  reference: null,
  axes: null,
  brushes: {},
  colorBy: null,
  x: null,
  y: null,
  xLog: false,
  yLog: false,
  bar: null,
  step: null,
};

export function readCompare(params: URLSearchParams): CompareView {
  const brushes: Record<string, Range> = {};
  for (const text of params.getAll('brush')) {
    const match = /^([^~]+)~([^~]+)~(.+)$/su.exec(text);
    const [from, to] = [Number(match?.[1]), Number(match?.[2])];
    if (match !== null && from <= to) brushes[match[3]!] = [from, to];
  }
  return {
    mode: oneOf(compareModes, params.get('compareAs')) ?? 'attributes',
    filter: params.get('attributes') ?? '',
    onlyDifferent: params.get('diff') === '1',
    reference: params.get('ref'),
    axes: params.has('axis') ? params.getAll('axis').flatMap((text) => readField(text) ?? []) : null,
    brushes,
    colorBy: readField(params.get('colorBy')),
    x: readField(params.get('ax')),
    y: readField(params.get('ay')),
    xLog: params.get('axlog') === '1',
    yLog: params.get('aylog') === '1',
    bar: readField(params.get('bar')),
    step: params.has('step') && Number.isFinite(Number(params.get('step'))) ? Number(params.get('step')) : null,
  };
}

export function writeCompare(view: CompareView, params: URLSearchParams): void {
  if (view.mode !== 'attributes') params.set('compareAs', view.mode);
  if (view.filter !== '') params.set('attributes', view.filter);
  if (view.onlyDifferent) params.set('diff', '1');
  if (view.reference !== null) params.set('ref', view.reference);
  for (const axis of view.axes ?? []) params.append('axis', printField(axis));
  if (view.axes?.length === 0) params.append('axis', '');
  for (const [axis, [from, to]] of Object.entries(view.brushes)) params.append('brush', `${from}~${to}~${axis}`);
  if (view.colorBy !== null) params.set('colorBy', printField(view.colorBy));
  if (view.x !== null) params.set('ax', printField(view.x));
  if (view.y !== null) params.set('ay', printField(view.y));
  if (view.xLog) params.set('axlog', '1');
  if (view.yLog) params.set('aylog', '1');
  if (view.bar !== null) params.set('bar', printField(view.bar));
  if (view.step !== null) params.set('step', String(view.step));
}
