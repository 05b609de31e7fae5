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

export type GridRow =
  | { kind: 'section'; section: Section; isFolded: boolean }
  | { kind: 'charts'; section: Section; ids: readonly string[] };

/** The sections as rows of a list: a heading, then its charts with `columns` of them per row. */
export function gridRows(sections: readonly Section[], columns: number, folded: ReadonlySet<string>): GridRow[] {
  return sections.flatMap((section) => {
    const isFolded = folded.has(section.name);
    const rows: GridRow[] = [{ kind: 'section', section, isFolded }];
    if (!isFolded) {
      for (let at = 0; at < section.ids.length; at += columns) {
        rows.push({ kind: 'charts', section, ids: section.ids.slice(at, at + columns) });
      }
    }
    return rows;
  });
}
