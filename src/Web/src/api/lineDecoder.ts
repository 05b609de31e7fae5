import { buildLine, countNames, type BucketGrid, type LineData } from '../model/lineData';

export const columnsType = 'application/vnd.neptunealt.columns';

interface Head {
  columns: string[];
  grid: BucketGrid;
  series: { customId: string; length: number; missing?: { message: string } | null }[];
}

export interface Chart {
  grid: BucketGrid;
  series: { customId: string; columns: LineData }[];
}

const headStart = 4;

/**
 * Reads the lines of a chart where they lie: four bytes that say how long the head is, the head in JSON, then for each
 * series its columns, one after another, as little-endian doubles. Nothing is copied.
 *
 * @throws Error if the answer is cut short.
 */
export function readColumns(answer: ArrayBuffer): Chart {
  const headLength = new DataView(answer).getInt32(0, true);
  const head = JSON.parse(new TextDecoder().decode(new Uint8Array(answer, headStart, headLength))) as Head;
  let at = headStart + headLength;
  const series = head.series.map(({ customId, length, missing }) => {
    const start = at;
    at += head.columns.length * length * Float64Array.BYTES_PER_ELEMENT;
    if (at > answer.byteLength) throw new Error('The answer of the server is cut short.');
    const columns = buildLine((name) => {
      const place = head.columns.indexOf(name);
      if (place < 0) return new Float64Array(length).fill(countNames.includes(name) ? 0 : NaN);
      return new Float64Array(answer, start + place * length * Float64Array.BYTES_PER_ELEMENT, length);
    });
    if (missing) columns.missing = missing.message;
    return { customId, columns };
  });
  return { grid: head.grid, series };
}
