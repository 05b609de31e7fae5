import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';

import { readView } from '../../../api/viewContent';
import { listViews } from '../../../api/views';
import { useStored } from '../../../browser/useStored';
import { parseRuns } from '../../../url/runs';

/** The metrics that the project's table has columns of: as its default view has them, or as one left it. */
export function useTableMetrics(project: string): readonly string[] {
  const views = useQuery({ queryKey: ['views', project], queryFn: ({ signal }) => listViews(project, signal) });
  const [left] = useStored(`view ${project}`);
  const byDefault = views.data?.find((dto) => dto.defaultView);
  return useMemo(() => {
    const view = byDefault === undefined ? parseRuns(left ?? '') : readView(byDefault);
    return (view.columns ?? []).filter(({ type }) => type === 'floatSeries').map(({ path }) => path);
  }, [byDefault, left]);
}
