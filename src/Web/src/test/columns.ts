/** A chart's lines as the server sends them. */
export function columnsAnswer(series: ({ customId: string } & Record<string, unknown>)[]): Response {
  const names = [...new Set(series.flatMap((one) => Object.keys(one)))].filter((name) => name !== 'customId');
  const rows = series.map(({ customId, ...columns }) => {
    const length = Math.max(0, ...Object.values(columns).map((column) => (column as number[]).length));
    return { customId, length, columns: columns as Record<string, number[]> };
  });
  const head = JSON.stringify({
    columns: names,
    grid: { from: 0, width: 1 },
    series: rows.map(({ customId, length }) => ({ customId, length })),
  });
  const padded = head.padEnd(Math.ceil((head.length + 4) / 8) * 8 - 4);
  const values = rows.flatMap(({ length, columns }) =>
    names.flatMap((name) => Array.from({ length }, (_, row) => columns[name]?.[row] ?? NaN)),
  );
  const answer = new ArrayBuffer(4 + padded.length + values.length * 8);
  new DataView(answer).setInt32(0, padded.length, true);
  new Uint8Array(answer).set(new TextEncoder().encode(padded), 4);
  new Float64Array(answer, 4 + padded.length).set(values);
  return new Response(answer, { status: 200 });
}
