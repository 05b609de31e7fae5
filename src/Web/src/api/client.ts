import { ApiError } from '../model/errors';
import { connection } from './connection';
import { guestKey, guestPath } from './guest';

export interface RequestOptions {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  body?: unknown;
  query?: Record<string, string | number | boolean | undefined>;
  accept?: string;
  /** The revision of a document that is changed: of another one the server refuses the change. */
  revision?: number;
  /** The tag that an answer bore of what is changed: if it is another by now the server refuses the change. */
  tag?: string | null;
  headers?: Record<string, string>;
  signal?: AbortSignal | undefined;
}

/**
 * Asks the server for JSON.
 *
 * @throws ApiError for any answer that is not 2xx, and when there is none.
 */
export async function request<T>(path: string, options: RequestOptions = {}): Promise<T> {
  const response = await send(path, options);
  const text = await response.text();
  if (text === '') return undefined as T;
  return JSON.parse(exactIntegers(text)) as T;
}

const longDigits = /\d{16}/;
const stringOrNumber = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** JSON with the integers that a double cannot hold as texts: who reads them keeps all their digits. */
export function exactIntegers(text: string): string {
  if (!longDigits.test(text)) return text;
  return text.replace(stringOrNumber, (token) =>
    /^-?\d{16,}$/.test(token) && !Number.isSafeInteger(Number(token)) ? `"${token}"` : token,
  );
}

/** What the server answered, with the tag of it: a change names the tag that it began from. */
export interface Tagged<T> {
  data: T;
  tag: string | null;
}

/** Asks the server for JSON that bears a tag. @throws ApiError as {@link request} does. */
export async function requestTagged<T>(path: string, options: RequestOptions = {}): Promise<Tagged<T>> {
  const response = await send(path, options);
  return { data: JSON.parse(exactIntegers(await response.text())) as T, tag: response.headers.get('ETag') };
}

/** Asks the server for bytes. @throws ApiError as {@link request} does. */
export async function requestBytes(path: string, options: RequestOptions): Promise<ArrayBuffer> {
  return (await send(path, options)).arrayBuffer();
}

/** Asks the server for a file. @throws ApiError as {@link request} does. */
export async function requestBlob(path: string, options: RequestOptions): Promise<Blob> {
  return (await send(path, options)).blob();
}

/** Asks the server for bytes that are read while they come. @throws ApiError as {@link request} does. */
export async function requestStream(path: string, options: RequestOptions): Promise<ReadableStream<Uint8Array>> {
  return (await send(path, options)).body ?? new ReadableStream({ start: (stream) => stream.close() });
}

/** The part of a text file up to `bytesMax`. */
export async function requestText(url: string, bytesMax: number, signal?: AbortSignal): Promise<string> {
  const response = await fetch(url, { ...(signal ? { signal } : {}), headers: { Range: `bytes=0-${bytesMax - 1}` } });
  if (!response.ok) throw await errorOf(response);
  return (await response.text()).slice(0, bytesMax);
}

async function send(path: string, options: RequestOptions): Promise<Response> {
  const { method = 'GET', body, query, accept = 'application/json', revision, tag, signal } = options;
  const headers: Record<string, string> = { Accept: accept, ...options.headers };
  if (method !== 'GET') headers['X-Requested-With'] = 'fetch';
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  if (revision !== undefined) headers['If-Match'] = `"${revision}"`;
  if (tag != null) headers['If-Match'] = tag;
  const to = guestKey === null ? path : guestPath(path);
  if (to === null) throw new ApiError(403, 'This is not part of what the link shows.');
  if (guestKey !== null) headers['X-Neptunealt-Share'] = guestKey;
  let response: Response;
  try {
    response = await fetch(to + queryString(query), {
      method,
      headers,
      credentials: guestKey === null ? 'same-origin' : 'omit',
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    connection.lost();
    throw new ApiError(0, 'The server cannot be reached.');
  }
  if (!response.ok) throw await errorOf(response);
  return response;
}

/** What an answer says that is no success. */
export async function errorOf(response: Response): Promise<ApiError> {
  if (response.status === 502 || response.status === 504) connection.lost();
  if (response.status === 401) connection.signedOut();
  const text = await response.text().catch(() => '');
  const said = parseObject(text);
  const message =
    typeof said?.message === 'string' ? said.message : typeof said?.title === 'string' ? said.title : text;
  const position = said?.position ?? said?.offset;
  return new ApiError(
    response.status,
    message.length > 0 && message.length < 2000 ? message : `The server answered ${response.status}.`,
    typeof said?.errorType === 'string' ? said.errorType : null,
    typeof position === 'number' ? position : null,
    said?.current,
  );
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

function queryString(query: RequestOptions['query']): string {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(query ?? {})) if (value !== undefined) params.set(key, String(value));
  const text = params.toString();
  return text === '' ? '' : `?${text}`;
}
