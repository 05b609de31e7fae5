import { useQuery } from '@tanstack/react-query';
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

/** What the dynamic sections that are open hold: one question for all of them, asked again for new metrics. */
export function useDynamic({ project, runs }: BoardScope, open: readonly BoardSection[]): DynamicFound {
  const sections = useStable(
    open.flatMap(({ id, head }) => {
      const options = readDynamic(head);
      if (options === null || options.must.length === 0) return [];
      const { must, mustNot, by } = options;
      return [{ id, must, mustNot, capture: by === 'captures', types: typesOf(options) }];
    }),
  );
  const ids = useMemo(() => runs.map((run) => run.id), [runs]);
  const { data, error } = useQuery({
    queryKey: ['board sections', project, ids, sections],
    queryFn: ({ signal }) => querySections({ project, runs: ids, sections, limit: madeMax }, signal),
    enabled: sections.length > 0 && ids.length > 0,
    placeholderData: (before) => before,
    refetchInterval: 20_000,
  });
  return useMemo(() => {
    const byId = new Map((data ?? []).map((found) => [found.id, found]));
    return { of: (section) => byId.get(section), error };
  }, [data, error]);
}
