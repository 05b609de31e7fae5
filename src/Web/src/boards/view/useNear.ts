import { createContext, startTransition, use, useCallback, useState } from 'react';

/** What tells whether elements are within a screen of sight. */
export class Nearness {
  readonly #told = new Map<Element, (isNear: boolean) => void>();
  readonly #observer: IntersectionObserver | null;
  #isAll = false;

  /** @param root what scrolls. */
  constructor(root: Element) {
    this.#observer =
      typeof IntersectionObserver === 'undefined'
        ? null
        : new IntersectionObserver((entries) => this.#see(entries), { root, rootMargin: '100% 0px' });
  }

  watch(element: Element, tell: (isNear: boolean) => void): () => void {
    if (this.#observer === null) {
      tell(true);
      return () => undefined;
    }
    this.#told.set(element, tell);
    this.#observer.observe(element);
    return () => {
      this.#told.delete(element);
      this.#observer?.unobserve(element);
    };
  }

  /** Has all drawn, wherever it is, as on paper; or again what is near. */
  showAll(isAll: boolean) {
    this.#isAll = isAll;
    for (const [element, tell] of this.#told) {
      if (isAll) tell(true);
      else {
        this.#observer?.unobserve(element);
        this.#observer?.observe(element);
      }
    }
  }

  close() {
    this.#observer?.disconnect();
  }

  #see(entries: readonly IntersectionObserverEntry[]) {
    // Widgets that come near together are made piece by piece: in one go they would hold up the scrolling.
    startTransition(() => {
      for (const { target, isIntersecting } of entries) this.#told.get(target)?.(isIntersecting || this.#isAll);
    });
  }
}

export const NearnessContext = createContext<Nearness | null>(null);

/** Whether an element is within a screen of sight, and the ref that it needs. */
export function useNear(): [(element: Element | null) => (() => void) | undefined, boolean] {
  const nearness = use(NearnessContext);
  const [isNear, setNear] = useState(false);
  const ref = useCallback(
    (element: Element | null) => (element === null || nearness === null ? undefined : nearness.watch(element, setNear)),
    [nearness],
  );
  return [ref, isNear];
}
