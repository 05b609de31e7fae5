import { expect, test } from 'vitest';

import { guestKeyIn, readEmbedding, shortIdIn } from './guest';

test('only addresses of two parts are those of links', () => {
  expect(guestKeyIn('/share/abc-_1')).toBe('abc-_1');
  expect(guestKeyIn('/share/')).toBeNull();
  expect(guestKeyIn('/share')).toBeNull();
  expect(guestKeyIn('/share/team/runs')).toBeNull();
  expect(guestKeyIn('/team/share')).toBeNull();
  expect(shortIdIn('/s/abc')).toBe('abc');
  expect(shortIdIn('/s/abc/runs')).toBeNull();
  expect(shortIdIn('/share/abc')).toBeNull();
});

test('a frame says its theme and the widget that it shows', () => {
  expect(readEmbedding('?embed&theme=dark&widget=w1')).toEqual({ isEmbedded: true, scheme: 'dark', widget: 'w1' });
  expect(readEmbedding('?theme=pink')).toEqual({ isEmbedded: false, scheme: null, widget: null });
});
