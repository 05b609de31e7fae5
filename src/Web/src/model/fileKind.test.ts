import { expect, it } from 'vitest';

import { fileKind } from './fileKind';

it.each([
  ['image/png', 'a/b', 'image'],
  ['image/tiff', 'a/b', 'image'],
  ['image/svg+xml', 'a/b', 'svg'],
  ['text/markdown', 'a/b', 'markdown'],
  ['text/plain', 'a/notes.md', 'markdown'],
  ['text/csv', 'a/b', 'table'],
  ['application/json', 'a/b', 'json'],
  ['application/ld+json', 'a/b', 'json'],
  ['text/html', 'a/b', 'html'],
  ['application/pdf', 'a/b', 'pdf'],
  ['text/x-patch', 'a/b', 'patch'],
  ['application/octet-stream', 'a/b.JPG', 'image'],
  ['application/octet-stream', 'a/b', 'other'],
  ['text/x-python', 'a/b.json', 'text'],
])('of type %s and path %s is %s', (mimeType, path, kind) => expect(fileKind({ mimeType, path })).toBe(kind));
