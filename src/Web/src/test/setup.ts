import '@testing-library/jest-dom/vitest';

import { cleanup, configure } from '@testing-library/react';
import { afterEach } from 'vitest';

configure({ asyncUtilTimeout: 40_000 });
afterEach(cleanup);

// jsdom has no layout: what Mantine and the virtual lists ask of the window is answered with plain defaults.
window.matchMedia ??= (query: string) =>
  ({
    matches: false,
    media: query,
    onchange: null,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
    addListener: () => undefined,
    removeListener: () => undefined,
    dispatchEvent: () => false,
  }) as MediaQueryList;

Object.defineProperty(document, 'fonts', { value: new EventTarget() });

window.ResizeObserver ??= class {
  observe() {}
  unobserve() {}
  disconnect() {}
};
Element.prototype.scrollIntoView ??= () => undefined;
// As newer browsers do: an effect that returns what a scroll returns breaks the page there.
Element.prototype.scrollTo = (() => Promise.resolve()) as unknown as typeof Element.prototype.scrollTo;

// Virtual lists ask how much room they have.
for (const box of ['offset', 'client']) {
  Object.defineProperty(HTMLElement.prototype, `${box}Height`, { configurable: true, get: () => 800 });
  Object.defineProperty(HTMLElement.prototype, `${box}Width`, { configurable: true, get: () => 1200 });
}

window.EventSource ??= class extends EventTarget {
  close() {}
} as unknown as typeof EventSource;

// Node 20's timers and jsdom's storage are enough for the rest; each test starts at the root with nothing stored.
afterEach(() => {
  localStorage.clear();
  window.history.replaceState(null, '', '/');
});
