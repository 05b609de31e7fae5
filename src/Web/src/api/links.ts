import type {
  CreatedPublicLink,
  NewPublicLinkRequest,
  PublicLinkResponse,
  PublicLinksResponse,
  ShortLinkResponse,
} from './generated';
import { request } from './client';

const publicLinks = '/api/leaderboard/v1/publicLinks';
const shortLinks = '/api/leaderboard/v1/shortLinks';

export type PublicLink = PublicLinkResponse;
export type NewPublicLink = NewPublicLinkRequest;

/** The public links of a board, and whether the server shows any. */
export function listPublicLinks(project: string, board: string, signal?: AbortSignal): Promise<PublicLinksResponse> {
  return request(publicLinks, { query: { projectIdentifier: project, boardId: board }, signal });
}

/** Makes a link; only this answer has it. */
export function createPublicLink(project: string, link: NewPublicLink): Promise<CreatedPublicLink> {
  return request(publicLinks, { method: 'POST', query: { projectIdentifier: project }, body: link });
}

export async function withdrawPublicLink(project: string, id: string): Promise<void> {
  await request(`${publicLinks}/${id}`, { method: 'DELETE', query: { projectIdentifier: project } });
}

/** Has the server keep an address of the app. @returns a link that leads to it. */
export async function keepShortLink(project: string, address: string): Promise<string> {
  const query = { projectIdentifier: project };
  return (await request<ShortLinkResponse>(shortLinks, { method: 'POST', query, body: { address } })).link;
}

/** The address that a short link leads to. @throws ApiError with status 404 where it is not known. */
export async function shortLinkAddress(id: string, signal?: AbortSignal): Promise<string> {
  return (await request<ShortLinkResponse>(`${shortLinks}/${encodeURIComponent(id)}`, { signal })).address;
}
