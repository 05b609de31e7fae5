import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { expect, it } from 'vitest';

import { layers, pages } from '../../layers.js';

const root = resolve(import.meta.dirname, '..');
const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => /\.tsx?$/.test(path) && !path.startsWith('test/') && !/\.test\.tsx?$/.test(path));
const known = new Set(files);

/** Static, dynamic and type imports, and modules that a worker is made of. */
const imported = /(?:^(?:import|export)\b[^;]*?\bfrom |^import |\bimport\(|new URL\()'(\.[^']+)'/gm;

/** What a file imports of this folder. */
function importsOf(path: string): string[] {
  return [...readFileSync(join(root, path), 'utf8').matchAll(imported)].flatMap(([, name]) => {
    const target = relative(root, resolve(root, dirname(path), name!)).replaceAll('\\', '/');
    const found = [target, `${target}.ts`, `${target}.tsx`, `${target}/index.ts`].find((one) => known.has(one));
    return found === undefined ? [] : [found];
  });
}

const graph = new Map(files.map((path) => [path, importsOf(path)]));
const folderOf = (path: string) => path.split('/')[0] as keyof typeof layers;

it('imports only of the layers below', () => {
  const wrong = [...graph].flatMap(([path, targets]) =>
    targets
      .filter((target) => folderOf(target) !== folderOf(path) && !layers[folderOf(path)].includes(folderOf(target)))
      .map((target) => `${path} -> ${target}`),
  );
  expect(wrong).toEqual([]);
});

it('has no page that imports another one', () => {
  const pageOf = (path: string) => pages.find((page) => path.startsWith(`pages/${page}/`));
  const wrong = [...graph].flatMap(([path, targets]) =>
    targets
      .filter((target) => pageOf(path) && pageOf(target) && pageOf(path) !== pageOf(target))
      .map((target) => `${path} -> ${target}`),
  );
  expect(wrong).toEqual([]);
});

it('has no circles', () => {
  const done = new Set<string>();
  const circles: string[] = [];
  const visit = (path: string, way: readonly string[]) => {
    if (way.includes(path)) circles.push([...way.slice(way.indexOf(path)), path].join(' -> '));
    if (done.has(path) || way.includes(path)) return;
    for (const target of graph.get(path) ?? []) visit(target, [...way, path]);
    done.add(path);
  };
  for (const path of files) visit(path, []);
  expect(circles).toEqual([]);
});

it('looks at all files', () => {
  expect(files.length).toBeGreaterThan(150);
  expect([...graph.values()].flat().length).toBeGreaterThan(500);
});
