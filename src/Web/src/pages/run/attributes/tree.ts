import type { Attribute } from '../../../model/attribute';

export type TreeRow =
  | { kind: 'folder'; path: string; name: string; depth: number; count: number; isOpen: boolean }
  | { kind: 'attribute'; path: string; name: string; depth: number; attribute: Attribute };

interface Folder {
  folders: Map<string, Folder>;
  leaves: Attribute[];
  count: number;
}

const natural = new Intl.Collator('en', { numeric: true });

/** A tree of this many attributes is shown open; a larger one folder by folder. */
const openMax = 150;

/**
 * Attributes as the rows of a tree: folders by the slashes of their paths, folders first; what the server itself keeps
 * stands last.
 *
 * @param toggled The folders that are not as they would be by themselves.
 * @param linked An attribute that a link leads to: the folders on the way to it are open.
 */
export function treeRows(
  attributes: Iterable<Attribute>,
  toggled: ReadonlySet<string>,
  isFiltered: boolean,
  linked: string | null = null,
): TreeRow[] {
  const root: Folder = { folders: new Map(), leaves: [], count: 0 };
  for (const attribute of attributes) put(root, attribute);
  const isOpenAtFirst = isFiltered || root.count <= openMax;
  const rows: TreeRow[] = [];
  const isOnTheWay = (path: string) => linked !== null && linked.startsWith(`${path}/`);
  // What the server keeps of itself is looked at seldom.
  const isOpen = (path: string) => (isOpenAtFirst && (isFiltered || !isSystem(path))) || isOnTheWay(path);
  walk(root, '', 0, rows, (path) => isOpen(path) !== toggled.has(path));
  return rows;
}

const isSystem = (path: string) => path === 'sys';

function put(root: Folder, attribute: Attribute) {
  const parts = attribute.name.split('/');
  let folder = root;
  folder.count++;
  for (const part of parts.slice(0, -1)) {
    let next = folder.folders.get(part);
    if (next === undefined) folder.folders.set(part, (next = { folders: new Map(), leaves: [], count: 0 }));
    folder = next;
    folder.count++;
  }
  folder.leaves.push(attribute);
}

function walk(folder: Folder, prefix: string, depth: number, rows: TreeRow[], isOpen: (path: string) => boolean) {
  const folders = [...folder.folders].sort(([a], [b]) => natural.compare(a, b));
  const put = ([name, child]: (typeof folders)[number]) => {
    const path = `${prefix}${name}`;
    const open = isOpen(path);
    rows.push({ kind: 'folder', path, name, depth, count: child.count, isOpen: open });
    if (open) walk(child, `${path}/`, depth + 1, rows, isOpen);
  };
  folders.filter(([name]) => !isSystem(prefix + name)).forEach(put);
  for (const attribute of [...folder.leaves].sort((a, b) => natural.compare(a.name, b.name))) {
    rows.push({ kind: 'attribute', path: attribute.name, name: attribute.name.slice(prefix.length), depth, attribute });
  }
  folders.filter(([name]) => isSystem(prefix + name)).forEach(put);
}
