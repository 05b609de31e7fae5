import { inOrder, widgetOf, type Board, type Cell } from '../board';
import { duplicateWidget, nudgeWidget, removeWidgets, type Edit } from '../edit';

/** What a key does to the widget that has the focus. */
export type KeyDeed =
  | { kind: 'focus'; id: string }
  | { kind: 'edit'; edit: Edit; focus?: string | null }
  | { kind: 'moving'; isMoving: boolean }
  | { kind: 'full' | 'configure' | 'copy' | 'cut' };

export interface Pressed {
  key: string;
  shiftKey: boolean;
  /** Control, or Command on a Mac. */
  isMain: boolean;
}

/** All widgets in the order that the arrow keys go through them. */
export function focusOrder({ sections }: Board): string[] {
  return sections.flatMap(({ widgets }) => inOrder(widgets).map(({ id }) => id));
}

const arrows: Record<string, Partial<Cell>> = {
  ArrowLeft: { x: -1 },
  ArrowRight: { x: 1 },
  ArrowUp: { y: -1 },
  ArrowDown: { y: 1 },
};

/** @param ids those of all widgets, in the order of focus. */
export function deedOf(
  pressed: Pressed,
  id: string,
  ids: readonly string[],
  { isEditing, isMoving }: { isEditing: boolean; isMoving: boolean },
): KeyDeed | null {
  const { key, shiftKey, isMain } = pressed;
  const by = arrows[key];
  if (by !== undefined && !isMain) {
    const size = { w: by.x ?? 0, h: by.y ?? 0 };
    if (isEditing && isMoving) return { kind: 'edit', edit: nudgeWidget(id, shiftKey ? size : by) };
    const at = ids.indexOf(id) + ((by.x ?? 0) + (by.y ?? 0));
    return ids[at] === undefined ? null : { kind: 'focus', id: ids[at] };
  }
  const lower = key.toLowerCase();
  if (isMain) {
    if (lower === 'c') return { kind: 'copy' };
    if (!isEditing) return null;
    if (lower === 'x') return { kind: 'cut' };
    return lower === 'd' ? { kind: 'edit', edit: duplicateWidget(id) } : null;
  }
  if (isMoving && (key === 'Escape' || key === 'Enter' || lower === 'm')) return { kind: 'moving', isMoving: false };
  if (lower === 'f' || (key === 'Enter' && !isEditing)) return { kind: 'full' };
  if (!isEditing) return null;
  if (key === 'Enter') return { kind: 'configure' };
  if (lower === 'm') return { kind: 'moving', isMoving: true };
  if (key === 'Delete' || key === 'Backspace') {
    const at = ids.indexOf(id);
    return { kind: 'edit', edit: removeWidgets(new Set([id])), focus: ids[at + 1] ?? ids[at - 1] ?? null };
  }
  return null;
}

/** Where a widget is now, as readers of the screen say it. */
export function placeText(board: Board, id: string, label: string): string {
  const widget = widgetOf(board, id);
  if (widget === undefined) return '';
  const { x, y, w, h } = widget.cell;
  return `${label}, column ${x + 1}, row ${y + 1}, ${w} by ${h}`;
}
