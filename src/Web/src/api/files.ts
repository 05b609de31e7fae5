import { request, requestText } from './client';
import type { SignedUrlsResponse } from './generated';
import { guestKey } from './guest';
import { guestFileUrls } from './guestFiles';

/** An address that serves the file for a while. */
export async function fileUrl(project: string, path: string, signal?: AbortSignal): Promise<string> {
  const answer = await request<SignedUrlsResponse>('/api/storagebridge/v1/signedUrl', {
    method: 'POST',
    body: { files: [{ project_identifier: project, path, permission: 'read' }] },
    signal,
  });
  const url = answer.files[0]?.url;
  if (url === undefined) throw new Error('The server has no address for this file.');
  return sameOrigin(url);
}

/** Addresses that serve the files for a while, by path. */
export async function fileUrls(
  project: string,
  paths: readonly string[],
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  if (guestKey !== null) return guestFileUrls(paths);
  const answer = await request<SignedUrlsResponse>('/api/storagebridge/v1/signedUrl', {
    method: 'POST',
    body: { files: paths.map((path) => ({ project_identifier: project, path, permission: 'read' })) },
    signal,
  });
  return new Map(
    paths.flatMap((path, at) => (answer.files[at] ? [[path, sameOrigin(answer.files[at].url)] as const] : [])),
  );
}

/** Where the server gives out the files that it keeps itself; those in object storage are given out there. */
const ownFiles = '/storage/v1/files/';

/** The server writes its public address into the link; the page asks where it came from. */
function sameOrigin(url: string): string {
  const parsed = new URL(url, window.location.origin);
  return parsed.pathname.startsWith(ownFiles) ? parsed.pathname + parsed.search : url;
}

export function fileText(url: string, bytesMax: number, signal?: AbortSignal): Promise<string> {
  return requestText(url, bytesMax, signal);
}
