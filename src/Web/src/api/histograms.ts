import type { Histogram } from '../model/attribute';
import { figure } from './attributes';
import { request } from './client';
import { asOfQuery } from './moments';
import { holder } from './runs';

/** The histograms that share a place on the step axis: their mean. */
export interface HistogramAt {
  /** Of the first of them. */
  step: number;
  count: number;
  histogram: Histogram;
}

export interface HistogramQuery {
  project: string;
  run: string;
  /** A histogram series, a series of numbers, or what is computed of these: how its values are spread. */
  formula: string;
  /** sys/id of the run that formulas mean by `baseline()`; null where there is none. */
  baseline?: string | null;
  /** Places along the steps. */
  bucketsMax: number;
  /** The moment that the series is shown at; null: now. */
  asOf: string | null;
  binsMax: number;
}

interface Answer {
  type: Histogram['type'];
  edges: { value?: number; specialValue?: 'INFINITY' | 'MINUS_INFINITY' }[];
  elements: {
    missing?: { message: string } | null;
    values: { x: number; bucket: { count: number }; values: (number | string | null)[] }[];
  }[];
}

export interface Histograms {
  points: HistogramAt[];
  /** Why there are none, where the server says so. */
  missing: string | null;
}

/** All histograms of a series, put into bins that all of them share. */
export async function fetchHistograms(query: HistogramQuery, signal?: AbortSignal): Promise<Histograms> {
  const { baseline = null } = query;
  const answer = await request<Answer>('/api/leaderboard/v1/attributes/timeseries/histogram/view', {
    method: 'POST',
    query: { projectIdentifier: query.project, ...asOfQuery(query.asOf) },
    body: {
      metrics: [
        {
          customId: '0',
          holder: { identifier: holder(query.project, query.run), type: 'experiment' },
          customYFormula: query.formula,
          lineage: 'FULL',
          lineageEntityType: 'RUN',
        },
      ],
      view: { maxUniqueX: query.bucketsMax },
      xaxis: { steps: {} },
      maxNumberOfBins: query.binsMax,
      ...(baseline === null
        ? {}
        : { baseline: { identifier: holder(query.project, baseline), type: 'experiment' } }),
    },
    signal,
  });
  const edges = answer.edges.map(
    ({ value, specialValue }) => value ?? (specialValue === 'INFINITY' ? Infinity : -Infinity),
  );
  const [line] = answer.elements;
  const points = (line?.values ?? []).map(({ x, bucket, values }) => ({
    step: x,
    count: bucket.count,
    histogram: { type: answer.type, edges, values: values.map((value) => figure(value) ?? 0) },
  }));
  return { points, missing: line?.missing?.message ?? null };
}
