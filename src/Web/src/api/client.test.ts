import { afterEach, describe, expect, it, vi } from 'vitest';

import { ApiError } from '../model/errors';
import { refuse, serve } from '../test/server';
import { exactIntegers, request } from './client';
import { connection } from './connection';

afterEach(() => {
  vi.unstubAllGlobals();
  connection.restored();
});

describe('request', () => {
  it('marks what changes things as its own', async () => {
    const calls = serve({ 'POST /api/x': () => ({}), 'GET /api/x': () => ({ ok: true }) });
    await request('/api/x', { method: 'POST', body: { a: 1 }, query: { q: 'ä&b', none: undefined } });
    expect(await request('/api/x')).toEqual({ ok: true });
    expect(calls[0]?.headers.get('X-Requested-With')).toBe('fetch');
    expect(calls[0]?.query.get('q')).toBe('ä&b');
    expect(calls[0]?.body).toEqual({ a: 1 });
    expect(calls[1]?.headers.has('X-Requested-With')).toBe(false);
  });

  it('says what the server said', async () => {
    serve({ 'GET /api/x': () => refuse(403, 'Not yours.', 'ACCESS_DENIED') });
    const error = await request('/api/x').catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ status: 403, message: 'Not yours.', errorType: 'ACCESS_DENIED' });
  });

  it('takes an answer without content', async () => {
    serve({ 'DELETE /api/x': () => new Response(null, { status: 204 }) });
    expect(await request('/api/x', { method: 'DELETE' })).toBeUndefined();
  });

  it('tells the app when the server is gone, and when it knows us no more', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('refused')));
    await expect(request('/api/x')).rejects.toMatchObject({ status: 0 });
    expect(connection.state()).toBe('gone');
    connection.restored();
    serve({ 'GET /api/x': () => refuse(401, 'Who?') });
    await expect(request('/api/x')).rejects.toMatchObject({ status: 401 });
    expect(connection.state()).toBe('signedOut');
  });
});

describe('integers that a double cannot hold', () => {
  it.each([
    ['{"a":9007199254740993}', '{"a":"9007199254740993"}'],
    ['{"a":9223372036854775807,"b":-9223372036854775808}', '{"a":"9223372036854775807","b":"-9223372036854775808"}'],
    ['[9007199254740991, 9007199254740992.5, 1e300, 0.30000000000000004]', null],
    ['{"9007199254740993":"9007199254740993 \\" 9007199254740993"}', null],
    ['[1234567890123456]', null],
  ])('of %s come as texts, and nothing else does', (text, exact) => expect(exactIntegers(text)).toBe(exact ?? text));
});
