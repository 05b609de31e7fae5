import { useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';

import { querySections, type SectionFound } from '../../api/dashboards';
import { useStable } from '../../components/useStable';
import type { AttributeType } from '../../model/attribute';
import { madeMax, readDynamic, type DynamicOptions } from '../options';
import type { BoardSection } from '../board';
import type { BoardScope } from '../widget';

export interface DynamicFound {
  of: (section: string) => SectionFound | undefined;
  error: Error | null;
}

/** What a kind of widget draws. */
function typesOf({ kind }: DynamicOptions): AttributeType[] {
  switch (kind) {
    case 'histogram':
      return ['histogramSeries'];
    case 'logs':
      return ['stringSeries'];
    case 'media':
      return ['fileRefSeries'];
    default:
      return ['floatSeries'];
  }
}

/** Sections that make their widgets of the same runs. */
interface Asked {
  project: string;
  runs: string[];
  sections: { id: string; must: string[]; mustNot: string[]; capture: boolean; types: AttributeType[] }[];
}

/** What the dynamic sections that are open hold: one question a set of runs, asked again for new metrics. */
export function useDynamic(scopeOf: (section: string) => BoardScope, open: readonly BoardSection[]): DynamicFound {
  const asked = useStable(askedOf(scopeOf, open));
  const found = useQueries({
    queries: asked.map(({ project, runs, sections }) => ({
      queryKey: ['board sections', project, runs, sections],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        querySections({ project, runs, sections, limit: madeMax }, signal),
      enabled: runs.length > 0,
      placeholderData: (before: SectionFound[] | undefined) => before,
      refetchInterval: 20_000,
    })),
    combine: foundIn,
  });
  return useMemo(() => {
    const byId = new Map(found.data.map((one) => [one.id, one]));
    return { of: (section) => byId.get(section), error: found.error };
  }, [found]);
}

function askedOf(scopeOf: (section: string) => BoardScope, open: readonly BoardSection[]): Asked[] {
  const groups = new Map<string, Asked>();
  for (const { id, head } of open) {
    const options = readDynamic(head);
    if (options === null || options.must.length === 0) continue;
    const { project, runs } = scopeOf(id);
    const ids = runs.map((run) => run.id);
    const key = JSON.stringify([project, ids]);
    const group = groups.get(key) ?? { project, runs: ids, sections: [] };
    groups.set(key, group);
    const { must, mustNot, by } = options;
    group.sections.push({ id, must, mustNot, capture: by === 'captures', types: typesOf(options) });
  }
  return [...groups.values()];
}

interface Answer {
  data: SectionFound[] | undefined;
  error: Error | null;
}

function foundIn(answers: readonly Answer[]): { data: SectionFound[]; error: Error | null } {
  return {
    data: answers.flatMap(({ data = [] }) => data),
    error: answers.find(({ error }) => error !== null)?.error ?? null,
  };
}
