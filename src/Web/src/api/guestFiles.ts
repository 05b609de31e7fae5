import { requestBlob } from './client';
import { guestKey } from './guest';

/** By the path of a file, the name under which a public link leads to it. */
const sealedByPath = new Map<string, string>();
/** Addresses of files that are here. */
const urls = new Map<string, Promise<string>>();

/** The path of a file as values tell it: by a public link they tell a sealed name, which has the path in it. */
export function pathIn(text: string): string {
  if (guestKey === null) return text;
  const path = readSealed(text);
  if (path === null) return text;
  sealedByPath.set(path, text);
  return path;
}

/** The path within a sealed name; null if that is none. */
export function readSealed(text: string): string | null {
  try {
    const [payload = ''] = text.split('.');
    const bytes = Uint8Array.from(atob(payload.replaceAll('-', '+').replaceAll('_', '/')), (one) => one.charCodeAt(0));
    const { path } = JSON.parse(new TextDecoder().decode(bytes)) as { path?: unknown };
    return typeof path === 'string' ? path : null;
  } catch {
    return null;
  }
}

/** Addresses within this page of files that the link shows; those that it does not are left out. */
export async function guestFileUrls(paths: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const found = await Promise.all(
    paths.map(async (path) => {
      const url = await fetched(path).catch(() => null);
      return url === null ? [] : [[path, url] as const];
    }),
  );
  return new Map(found.flat());
}

/** What a browser draws without running anything in it. */
const shown = /^(?:image\/(?:png|jpeg|gif|webp|avif|bmp)|video\/|audio\/)/;

/** Addresses within this page are of its origin: what is more than a picture is only saved, never opened. */
export function inert(blob: Blob): Blob {
  return shown.test(blob.type) ? blob : new Blob([blob], { type: 'application/octet-stream' });
}

function fetched(path: string): Promise<string> {
  const known = urls.get(path);
  if (known !== undefined) return known;
  const file = sealedByPath.get(path) ?? path;
  const asked = requestBlob('/api/public/v1/files', { query: { file } });
  const made = asked.then((blob) => URL.createObjectURL(inert(blob)));
  urls.set(path, made);
  made.catch(() => urls.delete(path));
  return made;
}
