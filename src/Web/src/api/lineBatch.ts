import { ApiError } from '../model/errors';
import { errorOf, requestBytes, requestStream } from './client';
import { guestKey } from './guest';
import { columnsType } from './lineDecoder';
import { asOfQuery } from './moments';

const base = '/api/leaderboard/v1/attributes/timeseries';

/** Charts of one request. The server takes as many. */
const chartsMax = 100;

/** Timers of charts that came into sight together do not fire at the very same time. */
const gatherMs = 4;

interface Asked {
  body: unknown;
  signal: AbortSignal | undefined;
  resolve: (answer: ArrayBuffer) => void;
  reject: (error: unknown) => void;
}

/** By project and moment. */
const waiting = new Map<string, Asked[]>();

/**
 * Asks for the lines of a chart. All charts that are asked for at about the same time go in one request, and each has
 * its answer as soon as the server has sent it.
 *
 * @param asOf the moment that series are shown at; null: now.
 */
export function requestLines(
  project: string,
  body: unknown,
  signal?: AbortSignal,
  asOf: string | null = null,
): Promise<ArrayBuffer> {
  const query = { projectIdentifier: project, ...asOfQuery(asOf) };
  const key = `${project} ${asOf ?? ''}`;
  return new Promise((resolve, reject) => {
    const asked: Asked = { body, signal, resolve, reject };
    const others = waiting.get(key);
    if (others !== undefined) {
      others.push(asked);
      return;
    }
    waiting.set(key, [asked]);
    setTimeout(() => {
      const all = waiting.get(key)!.filter((one) => !isDropped(one));
      waiting.delete(key);
      for (let at = 0; at < all.length; at += chartsMax) void send(query, all.slice(at, at + chartsMax));
    }, gatherMs);
  });
}

function isDropped({ signal, reject }: Asked): boolean {
  if (signal?.aborted === true) reject(signal.reason);
  return signal?.aborted === true;
}

async function send(query: Record<string, string>, all: readonly Asked[]): Promise<void> {
  const [only] = all;
  if (all.length === 1 && only !== undefined && guestKey === null) {
    const { body, signal } = only;
    await requestBytes(`${base}/view`, { method: 'POST', query, accept: columnsType, body, signal }).then(
      only.resolve,
      only.reject,
    );
    return;
  }
  const left = new Set(all);
  const stop = new AbortController();
  for (const one of all) {
    one.signal?.addEventListener('abort', () => {
      one.reject(one.signal!.reason);
      left.delete(one);
      if (left.size === 0) stop.abort();
    });
  }
  try {
    const body = { charts: all.map((one) => one.body) };
    const options = { method: 'POST' as const, query, accept: columnsType, body, signal: stop.signal };
    for await (const { at, answer, isError } of framesOf(await requestStream(`${base}/views`, options))) {
      const one = all[at];
      if (one === undefined) continue;
      left.delete(one);
      if (isError) one.reject(await errorIn(answer));
      else one.resolve(answer);
    }
    for (const one of left) one.reject(new ApiError(0, 'The answer of the server is cut short.'));
  } catch (error) {
    for (const one of left) one.reject(error);
  }
}

async function errorIn(answer: ArrayBuffer): Promise<ApiError> {
  const { code } = JSON.parse(new TextDecoder().decode(answer)) as { code?: unknown };
  return errorOf(new Response(answer, { status: typeof code === 'number' ? code : 500 }));
}

interface Frame {
  /** The place of its request. */
  at: number;
  answer: ArrayBuffer;
  isError: boolean;
}

const headBytes = 8;

/** The frames of a batch as they come: place and length, then columns, or, where the length is below zero, an error. */
async function* framesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Frame> {
  const reader = stream.getReader();
  let held = new Uint8Array();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const joined = new Uint8Array(held.length + value.length);
    joined.set(held);
    joined.set(value, held.length);
    held = joined;
    let start = 0;
    while (held.length - start >= headBytes) {
      const head = new DataView(held.buffer, start, headBytes);
      const length = head.getInt32(4, true);
      const end = start + headBytes + Math.abs(length);
      if (held.length < end) break;
      // A copy lies at a multiple of eight, as columns have to.
      const answer = held.slice(start + headBytes, end).buffer;
      yield { at: head.getInt32(0, true), answer, isError: length < 0 };
      start = end;
    }
    held = held.slice(start);
  }
}
