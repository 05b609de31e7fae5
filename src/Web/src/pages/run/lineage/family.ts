import type { Run } from '../../../model/run';

export interface FamilyMember {
  run: Run;
  children: FamilyMember[];
}

/** More runs of one fork tree than these are not drawn. */
export const familyMax = 1000;

/** How many parents one request asks the forks of. */
const parentsMax = 100;

/**
 * The fork tree that a run is of: up to its root, then down from there, generation by generation.
 *
 * @param where The runs whose attribute of that path is one of the values.
 */
export async function findFamily(
  run: Run,
  where: (path: string, values: readonly string[]) => Promise<readonly Run[]>,
): Promise<Run[]> {
  let root = run;
  const seen = new Set([run.customId]);
  for (
    let parent = parentOf(run);
    parent !== null && !seen.has(parent) && seen.size < familyMax;
    parent = parentOf(root)
  ) {
    const found = (await where('sys/custom_run_id', [parent]))[0];
    // A fork can be logged before its parent is.
    if (found === undefined) break;
    seen.add(parent);
    root = found;
  }
  const family = new Map([[root.customId, root]]);
  for (let young = [root.customId]; young.length > 0 && family.size < familyMax; ) {
    const parents = young.splice(0, parentsMax);
    for (const fork of await where('sys/forking/parent', parents)) {
      if (family.has(fork.customId)) continue;
      family.set(fork.customId, fork);
      young.push(fork.customId);
    }
  }
  return [...family.values()];
}

/** Runs of a fork tree under their parents; the first, and those whose parents are not among them, stand at the top. */
export function familyTree(runs: readonly Run[]): FamilyMember[] {
  const members = new Map(runs.map((run) => [run.customId, { run, children: [] as FamilyMember[] }]));
  const roots: FamilyMember[] = [];
  for (const member of members.values()) {
    const parent = members.get(parentOf(member.run) ?? '');
    if (parent === undefined || parent === member || member.run === runs[0]) roots.push(member);
    else parent.children.push(member);
  }
  return roots;
}

function parentOf(run: Run): string | null {
  const parent = run.attributes.get('sys/forking/parent');
  return parent?.type === 'string' && parent.value !== '' ? parent.value : null;
}
