import { lazyWithRetry } from '../data/lazyWithRetry';
import type { CompareMode } from '../model/compare';

/** The widgets that compare runs. Their code is loaded when the first of a kind is shown. */
export const widgets = {
  attributes: lazyWithRetry(() => import('./attributes/Widget').then((module) => module.AttributesWidget)),
  parallel: lazyWithRetry(() => import('./parallel/Widget').then((module) => module.ParallelWidget)),
  scatter: lazyWithRetry(() => import('./scatter/Widget').then((module) => module.ScatterWidget)),
  bars: lazyWithRetry(() => import('./bars/Widget').then((module) => module.BarsWidget)),
  media: lazyWithRetry(() => import('./media/Widget').then((module) => module.MediaWidget)),
} satisfies Record<CompareMode, unknown>;
