import { useState, type FocusEvent, type KeyboardEvent } from 'react';

import { isBusy } from '../../components/popups';
import { widgetOf, type Board } from '../board';
import { madePrefix } from '../dynamic';
import { removeWidgets } from '../edit';
import { chartId, widgetTitle } from '../options';
import type { ChartLook } from '../widget';
import { deedOf, focusOrder, placeText } from './keys';
import type { Editing } from './WidgetFrame';

export interface BoardKeys {
  /** The widget that the tab key comes to. */
  active: string | null;
  /** The one that arrow keys move. */
  moving: string | null;
  /** For readers of the screen. */
  said: string;
  press: (event: KeyboardEvent<HTMLElement>) => void;
  focused: (event: FocusEvent<HTMLElement>) => void;
}

/** The keys of a board: one widget has the focus, and arrows go from one to the other. */
export function useBoardKeys(board: Board, editing: Editing | null, look: { chart: ChartLook }): BoardKeys {
  const [chosen, setChosen] = useState<string | null>(null);
  const [moving, setMoving] = useState<string | null>(null);
  const [said, setSaid] = useState('');
  const ids = focusOrder(board);
  const active = chosen !== null && ids.includes(chosen) ? chosen : (ids[0] ?? null);
  const labelOf = (id: string) => {
    const dto = widgetOf(board, id)?.dto;
    return dto === undefined ? '' : widgetTitle(dto) || 'Text';
  };
  // Said once it is there.
  const place = moving === null ? '' : placeText(board, moving, labelOf(moving));
  const [told, setTold] = useState(place);
  if (place !== told) {
    setTold(place);
    if (told !== '' && place !== '') setSaid(place);
  }
  const focusOn = (board: HTMLElement, id: string) => {
    setChosen(id);
    const find = () => board.querySelector<HTMLElement>(`[data-widget="${CSS.escape(id)}"]`);
    requestAnimationFrame(() => find()?.focus());
    find()?.scrollIntoView({ block: 'nearest' });
  };
  const press = (event: KeyboardEvent<HTMLElement>) => {
    const { currentTarget } = event;
    const target = event.target as HTMLElement;
    const id = target.dataset.widget;
    // What opened a moment ago may not have the focus yet.
    if (id === undefined || event.altKey || isBusy()) return;
    const isMade = id.startsWith(madePrefix);
    const pressed = { key: event.key, shiftKey: event.shiftKey, isMain: event.ctrlKey || event.metaKey };
    const state = { isEditing: editing !== null && !isMade, isMoving: moving === id };
    const deed = deedOf(pressed, id, ids, state);
    if (deed === null) return;
    event.preventDefault();
    event.stopPropagation();
    switch (deed.kind) {
      case 'focus':
        return focusOn(currentTarget, deed.id);
      case 'edit':
        editing?.edit(deed.edit, state.isMoving ? `move ${id}` : undefined);
        if (deed.focus != null) focusOn(currentTarget, deed.focus);
        else if (state.isMoving) requestAnimationFrame(() => target.scrollIntoView({ block: 'nearest' }));
        return;
      case 'moving':
        setMoving(deed.isMoving ? id : null);
        setSaid(
          deed.isMoving
            ? `Moving ${labelOf(id)}. Arrows move it, Shift and arrows size it, Enter ends.`
            : `${labelOf(id)} placed`,
        );
        return;
      case 'full':
        return look.chart.onChange(chartId({ id }), { kind: 'fullScreen', isFull: true });
      case 'configure':
        return editing?.configure(id);
      case 'copy':
      case 'cut':
        editing?.copy(id);
        if (deed.kind === 'cut') editing?.edit(removeWidgets(new Set([id])));
    }
  };
  const focused = (event: FocusEvent<HTMLElement>) => {
    const id = (event.target as HTMLElement).closest<HTMLElement>('[data-widget]')?.dataset.widget;
    if (id !== undefined) setChosen(id);
    if (moving !== null && id !== moving) setMoving(null);
  };
  return { active, moving: editing === null ? null : moving, said, press, focused };
}
