import { lazy, type ComponentType, type LazyExoticComponent } from 'react';

import { ping } from '../api/session';

const lookAgainMs = 2000;

/**
 * Loads a part of the app. While the server is unavailable, it waits and tries again.
 *
 * @throws the error of the load, if it fails although the server responds: the part may belong to an older version.
 */
export async function loadWithRetry<T>(load: () => Promise<T>): Promise<T> {
  for (let isLast = false; ; ) {
    try {
      return await load();
    } catch (error) {
      if (isLast) throw error;
      while (!(await ping())) await new Promise((resolve) => setTimeout(resolve, lookAgainMs));
      isLast = true;
    }
  }
}

/** A component whose code is loaded when it is first shown. */
export function lazyWithRetry<P extends object>(
  load: () => Promise<ComponentType<P>>,
): LazyExoticComponent<ComponentType<P>> {
  return lazy(() => loadWithRetry(load).then((component) => ({ default: component })));
}
