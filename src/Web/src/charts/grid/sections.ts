import type { Definition } from '../../model/attribute';

export interface Section {
  /** The namespace: the path up to its last slash; empty for names without one. */
  name: string;
  /** Of its charts: of metrics their paths. */
  ids: string[];
}

/** The name of the section of custom charts: a line break, which is no namespace that people write. */
export const customSection = '\n';

const natural = new Intl.Collator('en', { numeric: true });
const naturalMax = 20_000;

/** Metrics by namespace, both in the order that people count in: layer 2 before layer 10. */
export function sectionsOf(definitions: readonly Definition[]): Section[] {
  // Natural order is slow: large lists are sorted by code points.
  const compare = definitions.length <= naturalMax ? natural.compare : plain;
  const byName = new Map<string, string[]>();
  for (const { name } of definitions) {
    const section = name.slice(0, Math.max(0, name.lastIndexOf('/')));
    const paths = byName.get(section);
    if (paths === undefined) byName.set(section, [name]);
    else paths.push(name);
  }
  return [...joined(byName)]
    .map(([name, paths]) => ({ name, ids: [...new Set(paths)].sort(compare) }))
    .sort((a, b) => compare(a.name, b.name));
}

/** A namespace with a single metric joins its parent: a heading above every single chart helps nobody. */
function joined(byName: ReadonlyMap<string, string[]>): Map<string, string[]> {
  const sections = new Map<string, string[]>();
  for (const [name, paths] of byName) {
    const parent = name.slice(0, Math.max(0, name.lastIndexOf('/')));
    const target = paths.length === 1 && parent !== '' ? parent : name;
    sections.set(target, [...(sections.get(target) ?? []), ...paths]);
  }
  return sections;
}

function plain(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The name of the section of charts that a person starred. */
export const starredSection = '\t';

/** A section in a row of headings, as wide as its charts are. */
export interface SectionHead {
  section: Section;
  isFolded: boolean;
  /** In charts; 0 for the whole row. */
  span: number;
}

export type GridRow =
  | { kind: 'sections'; heads: readonly SectionHead[] }
  | { kind: 'charts'; charts: readonly { section: Section; id: string }[] };

/**
 * The sections as rows of a list: a heading, then its charts with `columns` of them per row. Sections that are open and
 * fill no row share one with their neighbors.
 */
export function gridRows(sections: readonly Section[], columns: number, folded: ReadonlySet<string>): GridRow[] {
  const rows: GridRow[] = [];
  for (let at = 0; at < sections.length;) {
    const shared = sharedRow(sections, at, columns, folded);
    if (shared.length > 1) {
      rows.push({
        kind: 'sections',
        heads: shared.map((section) => ({ section, isFolded: false, span: section.ids.length })),
      });
      rows.push({ kind: 'charts', charts: shared.flatMap((section) => section.ids.map((id) => ({ section, id }))) });
      at += shared.length;
      continue;
    }
    const section = sections[at++]!;
    const isFolded = folded.has(section.name);
    rows.push({ kind: 'sections', heads: [{ section, isFolded, span: 0 }] });
    for (let from = 0; !isFolded && from < section.ids.length; from += columns) {
      const ids = section.ids.slice(from, from + columns);
      rows.push({ kind: 'charts', charts: ids.map((id) => ({ section, id })) });
    }
  }
  return rows;
}

/** The sections from a place on that fit into one row together. */
function sharedRow(
  sections: readonly Section[],
  from: number,
  columns: number,
  folded: ReadonlySet<string>,
): Section[] {
  const shared: Section[] = [];
  let room = columns;
  for (let at = from; at < sections.length; at++) {
    const section = sections[at]!;
    if (folded.has(section.name) || section.ids.length > room) break;
    shared.push(section);
    room -= section.ids.length;
  }
  return shared;
}

/** What a section is called. */
export function sectionName({ name }: Section): string {
  if (name === '') return 'Metrics without a namespace';
  if (name === customSection) return 'Custom charts';
  return name === starredSection ? 'Starred' : name;
}
