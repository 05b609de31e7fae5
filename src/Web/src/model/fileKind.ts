import type { FileRef } from './attribute';

export type FileKind =
  | 'image'
  | 'svg'
  | 'video'
  | 'audio'
  | 'markdown'
  | 'table'
  | 'json'
  | 'html'
  | 'patch'
  | 'text'
  | 'pdf'
  | 'other';

const byType: readonly (readonly [RegExp, FileKind])[] = [
  [/^image\/svg/, 'svg'],
  [/^image\//, 'image'],
  [/^video\//, 'video'],
  [/^audio\//, 'audio'],
  [/^text\/(x-)?markdown/, 'markdown'],
  [/^text\/(csv|tab-separated-values)/, 'table'],
  [/^application\/(\w+\+)?json/, 'json'],
  [/^(text\/html|application\/xhtml)/, 'html'],
  [/patch|x-diff/, 'patch'],
  [/^application\/pdf/, 'pdf'],
  [/^(text\/|application\/(x-yaml|yaml|xml|toml|javascript|x-sh|x-ndjson|x-python))/, 'text'],
];

const byEnding: readonly (readonly [RegExp, FileKind])[] = [
  [/\.svg$/i, 'svg'],
  [/\.(png|jpe?g|gif|webp|bmp|avif|tiff?)$/i, 'image'],
  [/\.(mp4|webm|ogv|mov)$/i, 'video'],
  [/\.(mp3|wav|ogg|flac|m4a)$/i, 'audio'],
  [/\.(md|markdown)$/i, 'markdown'],
  [/\.(csv|tsv)$/i, 'table'],
  [/\.json$/i, 'json'],
  [/\.html?$/i, 'html'],
  [/\.(patch|diff)$/i, 'patch'],
  [/\.pdf$/i, 'pdf'],
  [/\.(txt|log|ya?ml|toml|ini|cfg|xml|py|sh|js|ts|ndjson|jsonl)$/i, 'text'],
];

/** How a file is best shown: by its type, and where that says nothing by the end of a name. */
export function fileKind({ mimeType, path }: Pick<FileRef, 'mimeType' | 'path'>, name = path): FileKind {
  const found = byType.find(([pattern]) => pattern.test(mimeType))?.[1];
  const isVague = found === undefined || mimeType === 'text/plain';
  const ending = isVague ? byEnding.find(([pattern]) => pattern.test(name) || pattern.test(path))?.[1] : undefined;
  return ending ?? found ?? 'other';
}
