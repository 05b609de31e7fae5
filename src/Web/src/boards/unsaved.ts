import type { DashboardContent } from '../api/dashboards';

/** What somebody edited and no server has yet. */
export interface Unsaved {
  content: DashboardContent;
  /** The published version that it began from. */
  base: string;
  at: number;
  /** Somebody threw the draft away; else it did not reach the server. */
  isDiscarded?: boolean;
}

const keyOf = (branch: string) => `unsaved board ${branch}`;

/** Keeps what is not saved in this browser, where a crash of the page or of the server does not reach it. */
export function keepUnsaved(branch: string, unsaved: Unsaved): void {
  try {
    localStorage.setItem(keyOf(branch), JSON.stringify(unsaved));
  } catch {
    // The browser has no room: the draft on the server is what is left.
  }
}

export function forgetUnsaved(branch: string): void {
  localStorage.removeItem(keyOf(branch));
}

export function readUnsaved(branch: string): Unsaved | null {
  try {
    const read = JSON.parse(localStorage.getItem(keyOf(branch)) ?? 'null') as Partial<Unsaved> | null;
    const isWhole = Array.isArray(read?.content?.widgets) && typeof read.base === 'string';
    return isWhole ? (read as Unsaved) : null;
  } catch {
    return null;
  }
}
