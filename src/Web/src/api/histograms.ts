import type { Histogram } from '../model/attribute';
import { formula } from '../model/chart';
import { figure } from './attributes';
import { request } from './client';
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
  attribute: string;
  /** Places along the steps. */
  bucketsMax: number;
  binsMax: number;
}

interface Answer {
  type: Histogram['type'];
  edges: { value?: number; specialValue?: 'INFINITY' | 'MINUS_INFINITY' }[];
  elements: { values: { x: number; bucket: { count: number }; values: (number | string | null)[] }[] }[];
}

/** All histograms of a series, put into bins that all of them share. */
export async function fetchHistograms(query: HistogramQuery, signal?: AbortSignal): Promise<HistogramAt[]> {
  const answer = await request<Answer>('/api/leaderboard/v1/attributes/timeseries/histogram/view', {
    method: 'POST',
    query: { projectIdentifier: query.project },
    body: {
      metrics: [
        {
          customId: '0',
          holder: { identifier: holder(query.project, query.run), type: 'experiment' },
          customYFormula: formula(query.attribute),
          lineage: 'FULL',
          lineageEntityType: 'RUN',
        },
      ],
      view: { maxUniqueX: query.bucketsMax },
      xaxis: { steps: {} },
      maxNumberOfBins: query.binsMax,
    },
    signal,
  });
  const edges = answer.edges.map(
    ({ value, specialValue }) => value ?? (specialValue === 'INFINITY' ? Infinity : -Infinity),
  );
  return (answer.elements[0]?.values ?? []).map(({ x, bucket, values }) => ({
    step: x,
    count: bucket.count,
    histogram: { type: answer.type, edges, values: values.map((value) => figure(value) ?? 0) },
  }));
}
