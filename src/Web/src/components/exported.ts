import { createContext, use, useEffect, useEffectEvent, useId } from 'react';

import { csvLine } from '../browser/download';

export type ExportedCell = string | number | bigint | boolean | null;

/** What a widget shows, as a table. */
export interface ExportedTable {
  head: readonly string[];
  rows: readonly (readonly ExportedCell[])[];
  /** How the page shows a value that stands otherwise in files of values, such as a time; by its column. */
  textOf?: (value: ExportedCell, column: number) => string | null;
}

type Made = ExportedTable | Promise<ExportedTable>;

/** How a figure is drawn into a document. */
export interface FigureLook {
  /** In pixels. */
  width: number;
  height: number;
  /** Colors by names that the document explains by itself: a legend of nothing but these is left out. */
  known: ReadonlyMap<string, string>;
}

/**
 * Draws a figure of its data as SVG, rather than of what the page shows: sharp at any size, and for paper. With a look
 * it has no title, for a document that has it beside the figure; without one it is a picture of its own.
 */
export type DrawFigure = (look?: FigureLook) => string;

/** What the parts of one widget show, for whoever saves it as a file. */
export class Exported {
  readonly #parts = new Map<string, () => Made>();
  #figure: (() => DrawFigure | null) | null = null;

  /** @returns what takes it away again. */
  add(key: string, make: () => Made): () => void {
    this.#parts.set(key, make);
    return () => {
      if (this.#parts.get(key) === make) this.#parts.delete(key);
    };
  }

  /** @returns what takes it away again. */
  draw(make: () => DrawFigure | null): () => void {
    this.#figure = make;
    return () => {
      if (this.#figure === make) this.#figure = null;
    };
  }

  /** null: the widget looks on paper as on the page, or shows nothing yet. */
  figure(): DrawFigure | null {
    return this.#figure?.() ?? null;
  }

  /** The parts one after the other, under the head of the first; null where none shows anything yet. */
  async table(): Promise<ExportedTable | null> {
    const tables = await Promise.all(Array.from(this.#parts.values(), (make) => make()));
    const [first] = tables;
    if (first === undefined || tables.every(({ rows }) => rows.length === 0)) return null;
    return { ...first, rows: tables.flatMap(({ rows }) => rows) };
  }

  async csv(): Promise<string | null> {
    const table = await this.table();
    return table && csvLine(table.head) + table.rows.map(csvLine).join('');
  }
}

export const ExportedContext = createContext<Exported | null>(null);

/** Says what this part of a widget shows, when it is to be saved. */
export function useExported(make: () => Made): void {
  const exported = use(ExportedContext);
  const key = useId();
  const latest = useEffectEvent(make);
  useEffect(() => exported?.add(key, () => latest()), [exported, key]);
}

/** Says how the widget is drawn into a document. */
export function useExportedFigure(make: () => DrawFigure | null): void {
  const exported = use(ExportedContext);
  const latest = useEffectEvent(make);
  useEffect(() => exported?.draw(() => latest()), [exported]);
}
