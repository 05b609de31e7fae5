import { vi } from 'vitest';

export interface Call {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: Headers;
  body: unknown;
}

/** What a made-up server answers: JSON with status 200, or a whole response. */
export type Answer = (call: Call) => unknown;

/** Stands in for the server: answers by `METHOD /path`, and remembers what was asked. */
export function serve(answers: Record<string, Answer>): Call[] {
  const calls: Call[] = [];
  vi.stubGlobal('fetch', async (input: string, init: RequestInit = {}) => {
    const url = new URL(input, 'http://localhost');
    const call: Call = {
      method: init.method ?? 'GET',
      path: url.pathname,
      query: url.searchParams,
      headers: new Headers(init.headers),
      body: typeof init.body === 'string' ? JSON.parse(init.body) : undefined,
    };
    calls.push(call);
    const answer = answers[`${call.method} ${call.path}`];
    if (answer === undefined) return refuse(404, `No answer to ${call.method} ${call.path}`);
    const said = await answer(call);
    return said instanceof Response ? said : new Response(JSON.stringify(said), { status: 200 });
  });
  return calls;
}

export function refuse(status: number, message: string, errorType?: string): Response {
  return new Response(JSON.stringify({ code: status, message, errorType }), { status });
}
