import type { Range } from '../../model/range';
import { panned, scaled } from './navigation';

/** A plot as gestures see it. */
export interface Movable {
  view: () => { x: Range; y: Range };
  isLog: () => { x: boolean; y: boolean };
  /** Shows another part at once. */
  move: (view: { x: Range; y?: Range }) => void;
  /** The part to stay at. */
  settle: () => void;
  reset: () => void;
}

const restMs = 180;
const wheelStep = 0.0016;
const keyShare = 0.1;
/** A hand that moves sidewards trembles by less than this: y stays as it is then, fitted to what comes into view. */
const uprightMin = 12;

/**
 * Pan with Shift and drag or the middle button, zoom with Ctrl and wheel, and both by keys: arrows, + and -, 0 for all.
 * What moves is shown at once; it is settled when the hand rests.
 *
 * @returns takes the listeners away.
 */
export function listenToGestures(over: HTMLElement, focusable: HTMLElement, plot: Movable): () => void {
  const stop = new AbortController();
  const options = { signal: stop.signal, capture: true };
  let timer: ReturnType<typeof setTimeout> | undefined;
  const settleSoon = () => {
    clearTimeout(timer);
    timer = setTimeout(plot.settle, restMs);
  };

  over.addEventListener('mousedown', (event) => {
    if (event.button !== 1 && !(event.button === 0 && event.shiftKey)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const start = plot.view();
    const isLog = plot.isLog();
    const from = { x: event.clientX, y: event.clientY };
    let isUpright = false;
    const drag = new AbortController();
    const both = { signal: AbortSignal.any([drag.signal, stop.signal]) };
    window.addEventListener('mousemove', (now) => {
      const down = now.clientY - from.y;
      isUpright ||= Math.abs(down) >= uprightMin;
      plot.move({
        x: panned(start.x, (from.x - now.clientX) / over.clientWidth, isLog.x),
        ...(isUpright ? { y: panned(start.y, down / over.clientHeight, isLog.y) } : {}),
      });
    }, both);
    window.addEventListener('mouseup', () => {
      drag.abort();
      plot.settle();
    }, both);
  }, options);

  over.addEventListener('wheel', (event) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    const box = over.getBoundingClientRect();
    const at = (event.clientX - box.left) / box.width;
    plot.move({ x: scaled(plot.view().x, Math.exp(event.deltaY * wheelStep), at, plot.isLog().x) });
    settleSoon();
  }, { ...options, passive: false });

  focusable.addEventListener('keydown', (event) => {
    const { x } = plot.view();
    const isLog = plot.isLog().x;
    const next = {
      ArrowLeft: () => panned(x, -keyShare, isLog),
      ArrowRight: () => panned(x, keyShare, isLog),
      '+': () => scaled(x, 0.8, 0.5, isLog),
      '=': () => scaled(x, 0.8, 0.5, isLog),
      '-': () => scaled(x, 1.25, 0.5, isLog),
    }[event.key];
    if (event.key === '0' && !event.ctrlKey && !event.metaKey) plot.reset();
    if (next === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    plot.move({ x: next() });
    settleSoon();
  }, options);

  return () => {
    clearTimeout(timer);
    stop.abort();
  };
}
