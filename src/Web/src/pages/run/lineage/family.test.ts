import fc from 'fast-check';
import { expect, it } from 'vitest';

import type { Run } from '../../../model/run';
import { familyTree, findFamily, type FamilyMember } from './family';

function run(id: number, parent: number | null): Run {
  const attributes: Run['attributes'] = new Map(
    parent === null
      ? []
      : [['sys/forking/parent', { name: 'sys/forking/parent', type: 'string', value: `run-${parent}` }]],
  );
  return { id: `R-${id}`, customId: `run-${id}`, name: null, state: 'idle', attributes } as unknown as Run;
}

/** Each run is forked from one before it, from one that is not there (null stands for none). */
const forests = fc
  .array(fc.option(fc.nat({ max: 12 })), { minLength: 1, maxLength: 12 })
  .map((parents) => parents.map((parent, id) => run(id, parent === null || parent === id ? null : parent)));

const parentOf = (one: Run) => {
  const parent = one.attributes.get('sys/forking/parent');
  return parent?.type === 'string' ? parent.value : null;
};

function server(runs: readonly Run[]) {
  return async (path: string, values: readonly string[]) =>
    runs.filter((one) => values.includes(path === 'sys/custom_run_id' ? one.customId : (parentOf(one) ?? '')));
}

/** All that hang together by forks, found in the slow way. */
function connected(runs: readonly Run[], of: Run): string[] {
  const found = new Set([of.customId]);
  for (let grew = true; grew; ) {
    grew = false;
    for (const one of runs) {
      const parent = parentOf(one);
      if (parent === null || !runs.some((other) => other.customId === parent)) continue;
      if (found.has(one.customId) === found.has(parent)) continue;
      found.add(one.customId).add(parent);
      grew = true;
    }
  }
  return [...found].sort();
}

it('finds all that hang together by forks, from any of them, even where a loop was logged', async () => {
  await fc.assert(
    fc.asyncProperty(forests, fc.nat(), async (runs, pick) => {
      const one = runs[pick % runs.length]!;
      const family = await findFamily(one, server(runs));
      expect(family.map((member) => member.customId).sort()).toEqual(connected(runs, one));
    }),
  );
});

it('draws each run of a family once', async () => {
  const runs = [run(0, null), run(1, 0), run(2, 0), run(3, 2)];
  const names = (members: readonly FamilyMember[]): string =>
    members.map((one) => `${one.run.id}(${names(one.children)})`).join();
  expect(names(familyTree(await findFamily(runs[3]!, server(runs))))).toBe('R-0(R-1(),R-2(R-3()))');
});
