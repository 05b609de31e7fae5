import { oneOf } from '../../model/oneOf';

export const histogramShapes = ['map', 'ridges', 'bars', 'overlay', 'percentiles'] as const;
export type HistogramShape = (typeof histogramShapes)[number];

export function readShape(json: unknown): HistogramShape {
  return oneOf(histogramShapes, typeof json === 'string' ? json : null) ?? 'map';
}

export const logLayouts = ['side', 'merged', 'tabs'] as const;
export type LogLayout = (typeof logLayouts)[number];

export function readLogLayout(json: unknown): LogLayout {
  return oneOf(logLayouts, typeof json === 'string' ? json : null) ?? 'side';
}
