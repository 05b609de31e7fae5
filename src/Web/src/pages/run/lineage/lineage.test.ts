import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { Run } from '../../../model/run';
import type { FamilyMember } from './family';
import { extentOf, lanesOf, openAtFirst, type Span } from './lineage';
import { spread } from './useLineage';

interface Planned {
  parent: number | null;
  after: number;
  length: number;
}

/** Each run leaves one before it, at or after where that one began. */
const families = fc.array(fc.record({ parent: fc.nat(), after: fc.nat(50), length: fc.nat(100) }), {
  minLength: 1,
  maxLength: 40,
});

function family(plan: readonly Planned[]): { root: FamilyMember; spans: Map<string, Span> } {
  const spans = new Map<string, Span>();
  const members = plan.map((_, at) => ({ run: { id: `R-${at}` } as Run, children: [] as FamilyMember[] }));
  plan.forEach(({ parent, after, length }, at) => {
    const of = at === 0 || parent === null ? null : parent % at;
    const start = (of === null ? 0 : spans.get(`R-${of}`)!.start) + after;
    spans.set(`R-${at}`, { start, end: start + length });
    if (of !== null) members[of]!.children.push(members[at]!);
  });
  return { root: members[0]!, spans };
}

describe('the lanes of a lineage', () => {
  it('hold each run once, under its parent, and no branch crosses a line', () => {
    fc.assert(
      fc.property(families, (plan) => {
        const { root, spans } = family(plan);
        const lanes = lanesOf([root], (run) => spans.get(run.id)!, () => true);
        expect(lanes.map(({ run }) => run.id).sort()).toEqual([...spans.keys()].sort());
        const [min, max] = extentOf(lanes);
        for (const lane of lanes) {
          expect(lane.start).toBeGreaterThanOrEqual(min);
          expect(lane.reach).toBeLessThanOrEqual(max);
          if (lane.parent === null) continue;
          expect(lane.parent).toBeLessThan(lane.row);
          expect(lanes[lane.parent]!.depth).toBe(lane.depth - 1);
          expect(lanes[lane.parent]!.reach).toBeGreaterThanOrEqual(lane.start);
          // What stands between a parent and its fork begins no earlier than the fork does.
          for (const between of lanes.slice(lane.parent + 1, lane.row)) {
            expect(between.start).toBeGreaterThanOrEqual(lane.start);
          }
        }
      }),
    );
  });

  it('tell how many runs a closed one hides', () => {
    fc.assert(
      fc.property(families, fc.func(fc.boolean()), (plan, choose) => {
        const { root, spans } = family(plan);
        const lanes = lanesOf([root], (run) => spans.get(run.id)!, ({ run }) => choose(run.id));
        expect(lanes.reduce((sum, { hidden }) => sum + 1 + hidden, 0)).toBe(spans.size);
      }),
    );
  });

  it('lead to the current run in a large family', () => {
    const { root, spans } = family(Array.from({ length: 300 }, (_, at) => ({ parent: at - 1, after: 1, length: 1 })));
    const open = openAtFirst([root], 'R-20');
    const lanes = lanesOf([root], (run) => spans.get(run.id)!, ({ run }) => open.has(run.id));
    expect(lanes.map(({ run }) => run.id)).toContain('R-20');
    expect(lanes).toHaveLength(22);
  });
});

it('asks of each folder how far runs have come, where all metrics are too many', () => {
  expect(spread(['lr', 'odd/a', 'odd/b', 'odd/c', 'train/loss'], 3)).toEqual(['lr', 'odd/a', 'train/loss']);
  expect(spread(['a', 'b'], 5)).toEqual(['a', 'b']);
});
