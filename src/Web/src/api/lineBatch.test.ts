import { afterEach, expect, it, vi } from 'vitest';

import { ApiError } from '../model/errors';
import { columnsAnswer } from '../test/columns';
import { refuse, serve, type Call } from '../test/server';
import { requestLines } from './lineBatch';

const one = 'POST /api/leaderboard/v1/attributes/timeseries/view';
const several = 'POST /api/leaderboard/v1/attributes/timeseries/views';

afterEach(() => vi.unstubAllGlobals());

function frame(at: number, payload: ArrayBuffer, isError = false): Uint8Array {
  const bytes = new Uint8Array(8 + payload.byteLength);
  const head = new DataView(bytes.buffer);
  head.setInt32(0, at, true);
  head.setInt32(4, isError ? -payload.byteLength : payload.byteLength, true);
  bytes.set(new Uint8Array(payload), 8);
  return bytes;
}

/** In pieces of a few bytes, as a network may deliver it. */
function streamed(frames: readonly Uint8Array[]): Response {
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const bytes of frames) {
        for (let at = 0; at < bytes.length; at += 7) controller.enqueue(bytes.slice(at, at + 7));
      }
      controller.close();
    },
  });
  return new Response(stream);
}

const linesOf = (x: number) => columnsAnswer([{ customId: '0', x: [x] }]).arrayBuffer();
const chartsOf = ({ body }: Call) => (body as { charts: { x: number }[] }).charts;
const lastX = (answer: ArrayBuffer) => new Float64Array(answer.slice(-8))[0];

it('asks for the charts of a board of 200 widgets in two requests', async () => {
  const calls = serve({
    [several]: async (call) =>
      streamed(await Promise.all(chartsOf(call).map(async ({ x }, at) => frame(at, await linesOf(x))).reverse())),
  });
  const widgets = Array.from({ length: 200 }, (_, x) => x);
  const answers = await Promise.all(widgets.map((x) => requestLines('team/llm', { x })));
  expect(answers.map(lastX)).toEqual(widgets);
  expect(calls.map((call) => chartsOf(call).length)).toEqual([100, 100]);
});

it('asks for a single chart as ever', async () => {
  const calls = serve({ [one]: () => columnsAnswer([{ customId: '0', x: [7] }]) });
  expect(lastX(await requestLines('team/llm', { x: 7 }))).toBe(7);
  expect(calls[0]?.body).toEqual({ x: 7 });
});

it('tells each chart of its own error', async () => {
  const error = await refuse(400, 'The formula is wrong.').arrayBuffer();
  serve({ [several]: async () => streamed([frame(1, error, true), frame(0, await linesOf(3))]) });
  const [good, bad] = await Promise.allSettled([requestLines('p', {}), requestLines('p', {})]);
  expect(good).toMatchObject({ status: 'fulfilled' });
  expect((bad as PromiseRejectedResult).reason).toEqual(new ApiError(400, 'The formula is wrong.'));
});

it('tells those whose answer does not come', async () => {
  serve({ [several]: async () => streamed([frame(0, await linesOf(3))]) });
  const results = await Promise.allSettled([requestLines('p', {}), requestLines('p', {})]);
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
});

it('leaves out what nobody waits for any more, and stops when nobody waits', async () => {
  const calls = serve({ [several]: () => new Promise(() => undefined), [one]: () => new Promise(() => undefined) });
  const stops = [new AbortController(), new AbortController(), new AbortController()];
  const asked = stops.map(({ signal }, x) => requestLines('p', { x }, signal).catch((error: unknown) => error));
  stops[1]!.abort();
  await vi.waitFor(() => expect(calls).toHaveLength(1));
  expect(chartsOf(calls[0]!)).toEqual([{ x: 0 }, { x: 2 }]);
  stops[0]!.abort();
  stops[2]!.abort();
  expect((await Promise.all(asked)).map((error) => (error as Error).name)).toEqual(Array(3).fill('AbortError'));
});
