import { build, type SeriesColumns } from '../charts/columns';
import type { XMode } from '../url/charts';
import { figure, type Histogram, type FileRef, readFile } from './attributes';
import { request } from './client';
import { holder } from './runs';

export interface LineRequest {
  project: string;
  attribute: string;
  runs: readonly string[];
  x: XMode;
  xLog: boolean;
  from: number | null;
  to: number | null;
  /** Buckets across the view; the server answers with no more. */
  bucketsMax: number;
  previews: boolean;
  inherited: boolean;
  /** Continuous lines of experiments rather than of single runs. */
  experiments: boolean;
}

const columnsType = 'application/vnd.neptunealt.columns+json';

/** The lines of one attribute of several runs, in the order of the runs. A run without the attribute has an empty line. */
export async function fetchLines(query: LineRequest, signal?: AbortSignal): Promise<SeriesColumns[]> {
  const answer = await request<ColumnsAnswer>('/api/leaderboard/v1/attributes/timeseries/view', {
    method: 'POST',
    query: { projectIdentifier: query.project },
    accept: `${columnsType}, application/json;q=0.5`,
    body: {
      metrics: query.runs.map((run, index) => ({
        customId: String(index),
        holder: { identifier: holder(query.project, run), type: 'experiment' },
        attributes: [query.attribute],
        customYFormula: formula(query.attribute),
        lineage: query.inherited ? 'FULL' : 'NONE',
        lineageEntityType: query.experiments ? 'EXPERIMENT' : 'RUN',
        includePreview: query.previews,
      })),
      view: {
        ...(query.from === null ? {} : { from: query.from }),
        ...(query.to === null ? {} : { to: query.to }),
        maxUniqueX: query.bucketsMax,
        plotMode: { line: {} },
        xscale: query.xLog ? { log: {} } : { linear: {} },
        yscale: { linear: {} },
      },
      xaxis: xAxis(query.x),
    },
    signal,
  });
  const lines = query.runs.map(() => build(() => new Float64Array(0)));
  for (const series of answer.series ?? []) lines[Number(series.customId)] = readColumns(series);
  for (const series of answer.customSeries ?? []) lines[Number(series.customId)] = readPoints(series.values);
  return lines;
}

/** A formula of one bare reference is the metric itself. */
export function formula(attribute: string): string {
  return `\${${attribute.replace(/[\\${}]/g, '\\$&')}}`;
}

function xAxis(mode: XMode) {
  return { step: { steps: {} }, relative: { relativeMillis: {} }, absolute: { epochMillis: {} } }[mode];
}

type Column = (number | string | null)[];

interface ColumnsAnswer {
  series?: ({ customId: string } & Partial<Record<string, Column>>)[];
  customSeries?: { customId: string; values: PointDto[] }[];
}

interface PointDto {
  x: number;
  y?: number | string | null;
  bucket?: Record<string, number | string | null>;
}

function readColumns(series: Record<string, unknown>): SeriesColumns {
  const x = series.x as Column;
  return build((name) => {
    const column = (series[name] ?? (name === 'xTo' ? x : [])) as Column;
    const absent = name === 'count' || name === 'nan' || name === 'posInf' || name === 'negInf' ? 0 : NaN;
    return Float64Array.from(x, (_, row) => figure(column[row]) ?? absent);
  });
}

function readPoints(points: PointDto[]): SeriesColumns {
  const fields = {
    min: 'minY',
    max: 'maxY',
    count: 'count',
    nan: 'nanCount',
    posInf: 'positiveInfCount',
    negInf: 'negativeInfCount',
  } as const;
  return build((name) =>
    Float64Array.from(points, (point) => {
      if (name === 'x' || name === 'xTo') return point.x;
      const y = figure(point.y) ?? NaN;
      if (name === 'mean') return Number.isFinite(y) ? y : NaN;
      const said = figure(point.bucket?.[fields[name]]);
      return said ?? (name === 'min' || name === 'max' ? y : name === 'count' && Number.isFinite(y) ? 1 : 0);
    }),
  );
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
  /** At most so many points. */
  limit: number;
}

interface SeriesAnswer {
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
  const answer = await request<SeriesAnswer>('/api/leaderboard/v1/attributes/series', {
    method: 'POST',
    query: { useDeprecatedStringFields: false },
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
