import type { FileRef, Histogram } from '../model/attribute';
import { formula, isFormula } from '../model/chart';
import type { XMode } from '../model/chartSettings';
import { emptyLine, type BucketGrid, type LineData } from '../model/lineData';
import { readFile } from './attributes';
import { request } from './client';
import { requestLines } from './lineBatch';
import { readColumns } from './lineDecoder';
import { asOfQuery } from './moments';
import { holder } from './runs';

export interface LineRequest {
  project: string;
  /** What is drawn of each run. */
  formulas: readonly string[];
  runs: readonly string[];
  x: XMode;
  /** Where x is a metric: its attribute. */
  xMetric: string;
  xLog: boolean;
  from: number | null;
  to: number | null;
  /** Buckets across the view; the server answers with no more. */
  bucketsMax: number;
  previews: boolean;
  inherited: boolean;
  /** Whether each bucket tells the standard deviation of its values. */
  std: boolean;
  /** Continuous lines of experiments rather than of single runs. */
  experiments: boolean;
  /** sys/id of the run that formulas mean by `baseline()`; null where there is none. */
  baseline: string | null;
  /** The moment that series are shown at; null: now. */
  asOf: string | null;
}

/** For each line the step that its first bucket reaches to, whatever the others do: its rest is what is asked for. */
export type LineStarts = readonly number[];

export interface Lines {
  grid: BucketGrid;
  lines: LineData[];
}

/**
 * The lines of several runs, in the order of the runs and, for each, of the formulas. Where a run lacks what a formula
 * names the line is empty.
 */
export async function fetchLines(query: LineRequest, signal?: AbortSignal, starts?: LineStarts): Promise<Lines> {
  const answer = await requestLines(
    query.project,
    {
      metrics: query.runs.flatMap((run, index) =>
        query.formulas.map((customYFormula, place) => ({
          customId: String(index * query.formulas.length + place),
          holder: { identifier: holder(query.project, run), type: 'experiment' },
          customYFormula,
          lineage: query.inherited ? 'FULL' : 'NONE',
          lineageEntityType: query.experiments ? 'EXPERIMENT' : 'RUN',
          includePreview: query.previews,
          afterStep: starts?.[index * query.formulas.length + place],
        })),
      ),
      view: {
        ...(query.from === null ? {} : { from: query.from }),
        ...(query.to === null ? {} : { to: query.to }),
        maxUniqueX: query.bucketsMax,
        plotMode: { line: {} },
        xscale: query.xLog ? { log: {} } : { linear: {} },
        yscale: { linear: {} },
        ...(query.std ? { std: true } : {}),
      },
      xaxis: xAxis(query),
      ...(query.baseline === null
        ? {}
        : { baseline: { identifier: holder(query.project, query.baseline), type: 'experiment' } }),
    },
    signal,
    query.asOf,
  );
  const lines = Array.from({ length: query.runs.length * query.formulas.length }, emptyLine);
  const { grid, series } = readColumns(answer);
  for (const { customId, columns } of series) {
    lines[Number(customId)] = query.x === 'step' ? { ...columns, step: columns.x, stepTo: columns.xTo } : columns;
  }
  return { grid, lines };
}

function xAxis({ x, xMetric }: LineRequest) {
  switch (x) {
    case 'step':
      return { steps: {} };
    case 'relative':
      return { relativeMillis: {} };
    case 'absolute':
      return { epochMillis: {} };
    case 'metric':
      return {
        custom: isFormula(xMetric)
          ? { customXFormula: xMetric }
          : { customXFormula: formula(xMetric), attributes: [xMetric] },
      };
  }
}

/**
 * Removes the points of a series that have a time from a moment on.
 *
 * @throws Error with the server's word where it keeps them.
 */
export async function removePointsFrom(project: string, run: string, attribute: string, from: number): Promise<void> {
  const errors = await request<{ errorDescription?: string; message?: string }[] | undefined>(
    '/api/leaderboard/v1/attributes/series/points/delete',
    { method: 'POST', body: { experimentId: holder(project, run), attribute, timeRange: { from } } },
  );
  const said = errors?.[0];
  if (said !== undefined) throw new Error(said.errorDescription ?? said.message ?? 'The points were not removed.');
}

/** One point of a series that is not of numbers. */
export interface ObjectPoint {
  step: number;
  time: number;
  text?: string;
  histogram?: Histogram;
  file?: FileRef;
}

export interface PointRequest {
  project: string;
  run: string;
  attribute: string;
  order: 'ascending' | 'descending';
  from?: number | null;
  to?: number | null;
  /** The maximum number of points. */
  limit: number;
  /** The moment that the series is shown at; null: now. */
  asOf?: string | null;
}

interface SeriesResponse {
  series: {
    series?: { values: SeriesPointDto[] };
    stringSeries?: { values: SeriesPointDto[] };
  }[];
}

interface SeriesPointDto {
  step: number;
  timestampMillis: number;
  value?: string;
  object?: { stringValue?: string; histogram?: Histogram; fileRef?: Record<string, unknown> };
}

/** Points of a string, histogram or file series, from one end of the range. */
export async function fetchPoints(query: PointRequest, signal?: AbortSignal): Promise<ObjectPoint[]> {
  const answer = await request<SeriesResponse>('/api/leaderboard/v1/attributes/series', {
    method: 'POST',
    query: { useDeprecatedStringFields: false, ...asOfQuery(query.asOf) },
    body: {
      requests: [
        {
          requestId: '0',
          series: {
            holder: { identifier: holder(query.project, query.run), type: 'experiment' },
            attribute: query.attribute,
            lineage: 'FULL',
            lineageEntityType: 'RUN',
          },
        },
      ],
      order: query.order,
      perSeriesPointsLimit: query.limit,
      stepRange: { from: query.from ?? null, to: query.to ?? null },
    },
    signal,
  });
  const found = answer.series[0];
  return (found?.series ?? found?.stringSeries)?.values.map(readPoint) ?? [];
}

function readPoint({ step, timestampMillis, value, object }: SeriesPointDto): ObjectPoint {
  const text = object?.stringValue ?? value;
  return {
    step,
    time: timestampMillis,
    ...(text === undefined ? {} : { text }),
    ...(object?.histogram ? { histogram: object.histogram } : {}),
    ...(object?.fileRef ? { file: readFile(object.fileRef) } : {}),
  };
}
