import { createContext, use, useEffect, type RefObject } from 'react';

import type { Exported } from '../../components/exported';

/** A widget that is on the page: what it shows, for documents. */
export interface Figure {
  card: HTMLElement | null;
  exported: Exported;
}

/** The widgets of a board that are drawn now, by their ids. */
export class Figures {
  readonly #drawn = new Map<string, () => Figure>();

  /** @returns what takes it away again. */
  add(id: string, figure: () => Figure): () => void {
    this.#drawn.set(id, figure);
    return () => {
      if (this.#drawn.get(id) === figure) this.#drawn.delete(id);
    };
  }

  of(id: string): Figure | null {
    return this.#drawn.get(id)?.() ?? null;
  }
}

export const FiguresContext = createContext<Figures | null>(null);

/** Says that a widget is drawn, and where. */
export function useFigure(id: string, card: RefObject<HTMLElement | null>, exported: Exported): void {
  const figures = use(FiguresContext);
  useEffect(
    () => figures?.add(id, () => ({ card: card.current, exported })),
    [figures, id, card, exported],
  );
}
