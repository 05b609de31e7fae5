import type { Run } from '../../api/runs';
import { textOf } from './useRun';

export interface FamilyMember {
  run: Run;
  children: FamilyMember[];
}

/** Runs of a fork tree under their parents; one whose parent is not among them stands at the top. */
export function familyTree(runs: readonly Run[]): FamilyMember[] {
  const members = new Map(runs.map((run) => [run.customId, { run, children: [] as FamilyMember[] }]));
  const roots: FamilyMember[] = [];
  for (const member of members.values()) {
    const parent = members.get(textOf(member.run, 'sys/forking/parent') ?? '');
    if (parent === undefined || parent === member) roots.push(member);
    else parent.children.push(member);
  }
  return roots;
}
