import { useEffect, useState } from 'react';

import { isBusy } from '../../components/popups';
import { gridColumns, newWidgetId } from '../board';
import { useBoardApi } from '../boardApi';
import type { Draft } from '../draft';
import { addBelow, addSection, addWidgets, lastSection } from '../edit';
import { newDynamic, newSection, newWidget, type WidgetKind } from '../options';
import { noRuns, withRuns } from '../reports/runGroups';
import { kinds } from '../widgets/kinds';

/** What can be put onto a board. */
export type Block = WidgetKind | 'heading' | 'section' | 'dynamic';

/** Where it goes. */
interface Place {
  section: string;
  /** Below this widget; null: where there is room. */
  below: string | null;
}

export interface Insert {
  isOpen: boolean;
  /** Opens the palette for a section, or for the last one. */
  open: (section?: string) => void;
  close: () => void;
  insert: (block: Block) => void;
}

const headingRows = 2;

/**
 * Puts blocks onto a board: by its buttons, or where the focus is by the key `/`.
 *
 * @param configure opens the settings of a widget.
 */
export function useInsert(draft: Draft, configure: (id: string) => void): Insert {
  const { noun } = useBoardApi();
  const [place, setPlace] = useState<Place | null>(null);
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.defaultPrevented || isTyping(event.target) || isBusy()) return;
      event.preventDefault();
      setPlace(placeOf(document.activeElement));
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, []);
  const insert = (block: Block) => {
    const { section, below } = place ?? { section: lastSection, below: null };
    setPlace(null);
    if (block === 'section' || block === 'dynamic') {
      const head = block === 'dynamic' ? newDynamic() : newSection();
      const withOwn = noun === 'report' ? withRuns(head, { ...noRuns, kind: 'first' }) : head;
      draft.edit(addSection(withOwn, section));
      show(`[data-section="${CSS.escape(head.id)}"]`);
      return;
    }
    const id = newWidgetId();
    const isHeading = block === 'heading';
    const kind = isHeading ? 'text' : block;
    // Reports are read from top to bottom: text is as wide as they are.
    const w = kind === 'text' && (isHeading || noun === 'report') ? gridColumns : kinds[kind].w;
    const made = newWidget(id, kind);
    const dto = isHeading ? { ...made, freeText: '## Heading' } : made;
    const added = { dto, w, h: isHeading ? headingRows : kinds[kind].h };
    draft.edit(below === null ? addWidgets(section, [added]) : addBelow(below, added));
    configure(id);
    show(`[data-widget="${id}"]`);
  };
  return {
    isOpen: place !== null,
    open: (section = lastSection) => setPlace({ section, below: null }),
    close: () => setPlace(null),
    insert,
  };
}

/** Below the widget, or in the section, that has the focus. */
function placeOf(element: Element | null): Place {
  return {
    section: element?.closest<HTMLElement>('[data-section]')?.dataset.section ?? lastSection,
    below: element?.closest<HTMLElement>('[data-widget]')?.dataset.widget ?? null,
  };
}

function show(selector: string) {
  requestAnimationFrame(() => document.querySelector(selector)?.scrollIntoView({ block: 'nearest' }));
}

export function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input, textarea, select, [contenteditable]') !== null;
}
