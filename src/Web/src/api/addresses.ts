import { request } from './client';
import type { AddressResponse } from './generated';

const base = '/api/leaderboard/v1/addresses';

/** Has the server keep the search part of an address. @returns its id; the same for the same part. */
export async function keepAddress(project: string, search: string): Promise<string> {
  const query = { projectIdentifier: project };
  return (await request<AddressResponse>(base, { method: 'POST', query, body: { search } })).id;
}

/** The search part that the server keeps under an id. @throws ApiError with status 404 where it does not any more. */
export async function keptAddress(project: string, id: string, signal?: AbortSignal): Promise<string> {
  const query = { projectIdentifier: project };
  return (await request<AddressResponse>(`${base}/${id}`, { query, signal })).search;
}
