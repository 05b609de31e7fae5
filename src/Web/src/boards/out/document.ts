import type { Cell } from '../board';

/** How a kind of widget stands in documents. */
export type OutForm = 'prose' | 'picture' | 'table' | 'lines';

/** What a widget shows, for a document. */
export type OutContent =
  /** @property html of clean parts. @property markdown as it was written, with the values of now. */
  | { is: 'prose'; html: string; markdown: string }
  /** @property alone with its title and legend, as a file of its own. */
  | { is: 'picture'; svg: string; alone: string }
  | OutTable
  | { is: 'nothing'; why: string };

export interface OutTable {
  is: 'table';
  head: readonly string[];
  rows: readonly (readonly string[])[];
  /** Columns of numbers. */
  numbers: ReadonlySet<number>;
  /** What is not in it; empty where it is whole. */
  note: string;
}

export interface OutBlock {
  title: string;
  cell: Cell;
  content: OutContent;
}

export interface OutRun {
  label: string;
  color: string;
}

export interface OutSection {
  /** Empty above the first heading. */
  name: string;
  /** Folded on the page: its heading alone is in the document. */
  isFolded: boolean;
  runs: readonly OutRun[];
  /** As of when its runs are shown; empty for now. */
  asOf: string;
  blocks: readonly OutBlock[];
}

/** A report or a dashboard, as a document that needs no server. */
export interface OutDocument {
  title: string;
  /** Project, version and time. */
  facts: string;
  runs: readonly OutRun[];
  sections: readonly OutSection[];
}

/** What is said of a folded section. */
export const foldedNote = 'Folded when this file was made: what it holds is not in it.';

export const runsMax = 100;

/** Widgets that lie side by side: from top to bottom, with the rows and columns that each takes. */
export interface Band {
  blocks: readonly { block: OutBlock; row: number; rows: number }[];
}

/** The blocks of a section, cut wherever no block is. */
export function bandsOf(blocks: readonly OutBlock[]): Band[] {
  const ordered = [...blocks].sort((a, b) => a.cell.y - b.cell.y || a.cell.x - b.cell.x);
  const groups: OutBlock[][] = [];
  let bottom = -1;
  for (const block of ordered) {
    if (block.cell.y >= bottom) groups.push([]);
    groups.at(-1)!.push(block);
    bottom = Math.max(bottom, block.cell.y + block.cell.h);
  }
  return groups.map((group) => {
    const edges = [...new Set(group.flatMap(({ cell }) => [cell.y, cell.y + cell.h]))].sort((a, b) => a - b);
    const placed = group.map((block) => {
      const row = edges.indexOf(block.cell.y);
      return { block, row: row + 1, rows: edges.indexOf(block.cell.y + block.cell.h) - row };
    });
    return { blocks: placed };
  });
}
