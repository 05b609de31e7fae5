import { temporal, type TemporalState } from 'zundo';
import { createStore, type StoreApi } from 'zustand/vanilla';

import type { Board } from './board';
import type { Edit } from './edit';

const stepsMax = 200;
const typingMs = 1000;

export interface BoardState {
  board: Board;
}

export type BoardStore = StoreApi<BoardState> & { temporal: StoreApi<TemporalState<BoardState>> };

/** A board that is edited, with its history: each edit is a step that can be undone. */
export class EditedBoard {
  readonly store: BoardStore;
  /** What was typed last and when: what follows at once is the same step. */
  #typed: { field: string; at: number } | null = null;

  constructor(board: Board) {
    this.store = createStore<BoardState>()(temporal(() => ({ board }), { limit: stepsMax }));
  }

  get board(): Board {
    return this.store.getState().board;
  }

  /** @param field names what is typed in: edits of it within a second are one step. */
  edit(edit: Edit, field: string | null = null): void {
    const next = edit(this.board);
    if (next === this.board) return;
    const now = performance.now();
    const history = this.store.temporal.getState();
    const isSameStep = field !== null && this.#typed?.field === field && now - this.#typed.at < typingMs;
    this.#typed = field === null ? null : { field, at: now };
    if (isSameStep) history.pause();
    this.store.setState({ board: next });
    if (isSameStep) history.resume();
  }

  undo(): void {
    this.#typed = null;
    this.store.temporal.getState().undo();
  }

  redo(): void {
    this.#typed = null;
    this.store.temporal.getState().redo();
  }
}
