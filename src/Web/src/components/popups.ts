/** Something that floats over the page and closes by Escape. */
export interface Opened {
  /** What it floats in; null until it is in the document. */
  box: () => HTMLElement | null;
  close: () => void;
}

const stack: Opened[] = [];

/** @returns what takes it from the list again. */
export function opened(popup: Opened): () => void {
  stack.push(popup);
  return () => {
    const at = stack.indexOf(popup);
    if (at >= 0) stack.splice(at, 1);
  };
}

/**
 * Whether keys belong to something that floats over the page: a popover, a dialog, a menu or an open list of choices.
 * The focus does not tell: what had it may be gone from the document.
 */
export function isBusy(): boolean {
  return stack.length > 0 || document.querySelector(floating) !== null;
}

const floating = '[role="dialog"], [role="alertdialog"], [role="menu"], [aria-haspopup][aria-expanded="true"]';

/** A list of choices within a popup closes first, by itself. */
function hasOpenList({ box }: Opened): boolean {
  return box()?.querySelector(openList) != null;
}

const openList =
  '[aria-haspopup="listbox"][aria-expanded="true"], [aria-haspopup="menu"][aria-expanded="true"], ' +
  '.cm-tooltip-autocomplete';

// Registered before any dialog is: a popup over a dialog closes alone, and one that has lost the focus closes, too.
window.addEventListener(
  'keydown',
  (event) => {
    const top = stack.at(-1);
    if (top === undefined || event.key !== 'Escape' || event.isComposing || hasOpenList(top)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    top.close();
  },
  { capture: true },
);
