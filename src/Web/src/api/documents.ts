import { ApiError } from '../model/errors';

/** What the server tells of the saves of a document, such as a view. */
export interface Saves {
  id: string;
  /** Counts the saves. A save or deletion of an older revision is refused: somebody else saved since. */
  revision: number;
  /** Who made it; empty if that was before the server kept it. */
  author: string;
  created: string;
  /** Who saved it last. */
  updatedBy: string;
  updated: string;
}

/** What a document says, to be saved: the rest of it is the server's. */
export function withoutSaves<T extends Saves>(document: T): Omit<T, keyof Saves> {
  return without(document, ['id', 'revision', 'author', 'created', 'updatedBy', 'updated']);
}

export function without<T extends object, K extends keyof T>(whole: T, fields: readonly K[]): Omit<T, K> {
  const kept = Object.entries(whole).filter(([field]) => !(fields as readonly string[]).includes(field));
  return Object.fromEntries(kept) as Omit<T, K>;
}

/** Without the fields that are null, which says the same as leaving them out. */
export function withoutNulls<T extends object>(whole: T): T {
  return Object.fromEntries(Object.entries(whole).filter(([, value]) => value !== null)) as T;
}

/** The document as somebody else saved it meanwhile, if that is why a save or deletion was refused; else null. */
export function savedMeanwhile<T extends Saves>(error: unknown): T | null {
  if (!(error instanceof ApiError) || error.status !== 409) return null;
  const { current } = error;
  return typeof current === 'object' && current !== null && 'revision' in current ? (current as T) : null;
}
