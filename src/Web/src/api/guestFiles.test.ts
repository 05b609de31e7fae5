import { expect, test } from 'vitest';

import { inert, readSealed } from './guestFiles';

test.each([
  ['image/png', 'image/png'],
  ['video/mp4', 'video/mp4'],
  ['text/html', 'application/octet-stream'],
  ['image/svg+xml', 'application/octet-stream'],
  ['text/html;image/png', 'application/octet-stream'],
])('what is logged as %s is kept as %s', (logged, kept) => {
  expect(inert(new Blob(['x'], { type: logged })).type).toBe(kept);
});

test('a sealed name has the path in it', () => {
  const text = JSON.stringify({ set: 0, run: 'R-1', attribute: 'a', path: 'runs/ü/x.png' });
  const payload = Buffer.from(text).toString('base64url');
  expect(readSealed(`${payload}.signature`)).toBe('runs/ü/x.png');
  expect(readSealed('runs/x.png')).toBeNull();
  expect(readSealed('')).toBeNull();
});
