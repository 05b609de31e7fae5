import type { FileRef } from '../../model/attribute';

/** Files of one run by step. */
export type RunFiles = ReadonlyMap<number, FileRef>;

/** The columns of a grid of media: the last steps, up to one, at which any run has a file, in ascending order. */
export function shownSteps(runs: readonly RunFiles[], upTo: number | null, count: number): number[] {
  const steps = new Set<number>();
  for (const files of runs) for (const step of files.keys()) if (upTo === null || step <= upTo) steps.add(step);
  return [...steps].sort((a, b) => a - b).slice(-count);
}

export type MediaKind = 'image' | 'video' | 'audio' | 'other';

export function mediaKind(file: FileRef): MediaKind {
  const kind = file.mimeType.split('/')[0];
  if (kind === 'image' || kind === 'video' || kind === 'audio') return kind;
  if (/\.(png|jpe?g|gif|webp|svg|bmp|avif)$/i.test(file.path)) return 'image';
  if (/\.(mp4|webm|ogv|mov)$/i.test(file.path)) return 'video';
  return /\.(mp3|wav|ogg|flac|m4a)$/i.test(file.path) ? 'audio' : 'other';
}
