import { compareModes, type CompareView } from '../model/compare';
import { oneOf } from '../model/oneOf';
import type { Range } from '../model/range';
import { printField, readField } from './field';

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
