import { createContext, use, useEffect, useEffectEvent, useId } from 'react';

import { csvLine } from '../browser/download';

type Cell = string | number | bigint | boolean | null;

/** What a widget shows, as a table. */
export interface ExportedTable {
  head: readonly string[];
  rows: readonly (readonly Cell[])[];
}

type Made = ExportedTable | Promise<ExportedTable>;

/** What the parts of one widget show, for whoever saves it as a file. */
export class Exported {
  readonly #parts = new Map<string, () => Made>();

  /** @returns what takes it away again. */
  add(key: string, make: () => Made): () => void {
    this.#parts.set(key, make);
    return () => {
      if (this.#parts.get(key) === make) this.#parts.delete(key);
    };
  }

  /** The parts one after the other, under the head of the first; null where none shows anything yet. */
  async csv(): Promise<string | null> {
    const tables = await Promise.all(Array.from(this.#parts.values(), (make) => make()));
    const [first] = tables;
    if (first === undefined || tables.every(({ rows }) => rows.length === 0)) return null;
    return csvLine(first.head) + tables.flatMap(({ rows }) => rows.map(csvLine)).join('');
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
