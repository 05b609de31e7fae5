import { ApiError } from '../model/errors';
import { request } from './client';
import { connection } from './connection';
import { guestKey } from './guest';
import type { CreatedApiToken, SessionResponse as Session } from './generated';

export type { Session };

/** Who we are to the server. Throws an ApiError with status 401 when it does not know us. */
export async function getSession(): Promise<Session> {
  const session = await request<Session>('/api/session');
  connection.restored();
  return session;
}

export async function signIn(token: string): Promise<Session> {
  const session = await request<Session>('/api/session', { method: 'POST', body: { token } });
  connection.restored();
  return session ?? getSession();
}

/** Tells who works with this browser. @throws ApiError that says what is wrong with the name. */
export function nameSession(name: string): Promise<Session> {
  return request<Session>('/api/session/name', { method: 'PUT', body: { name } });
}

/** Makes another API token of who is signed in. The server tells it once. */
export async function createToken(): Promise<string> {
  return (await request<CreatedApiToken>('/api/tokens', { method: 'POST', body: {} })).token;
}

export async function signOut(): Promise<void> {
  await request('/api/session', { method: 'DELETE' });
  connection.signedOut();
}

/** True once the server answers again, signed in or not. */
export async function ping(): Promise<boolean> {
  try {
    await getSession();
    return true;
  } catch (error) {
    return error instanceof ApiError && (error.status === 401 || (guestKey !== null && error.status === 404));
  }
}
