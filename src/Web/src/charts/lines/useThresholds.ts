import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';

import { fetchScalars } from '../../api/formulas';
import { liveKey } from '../../data/live';
import type { ChartSpec, Threshold, ThresholdSpec } from '../../model/chart';
import type { ChartRun } from '../../model/chartRun';

export interface ThresholdsOf {
  project: string;
  chart: ChartSpec;
  runs: readonly ChartRun[];
  /** sys/id of the run that formulas mean by `baseline()`. */
  baseline: string | null;
}

const none: readonly ThresholdSpec[] = [];

/** The levels of a chart as numbers; a computed one is that of the first run which has it. */
export function useThresholds({ project, chart, runs, baseline }: ThresholdsOf): readonly Threshold[] {
  const { thresholds = none } = chart;
  const ids = useMemo(() => runs.map(({ id }) => id), [runs]);
  const formulas = [...new Set(thresholds.flatMap((one) => ('level' in one ? [one.level] : [])))];
  const { data } = useQuery({
    queryKey: [...liveKey(project), 'thresholds', ids, formulas, baseline],
    queryFn: ({ signal }) => fetchScalars(project, ids, formulas, baseline, signal),
    placeholderData: keepPreviousData,
    enabled: ids.length > 0 && formulas.length > 0,
  });
  return useMemo(
    () =>
      thresholds.flatMap((one) => {
        if (!('level' in one)) return [one];
        const values = ids.map((id) => data?.get(id)?.get(one.level));
        const found = values.find((value) => value?.type === 'formula' && Number.isFinite(value.value ?? NaN));
        return found?.type === 'formula' && found.value !== null ? [{ value: found.value, label: one.label }] : [];
      }),
    [thresholds, ids, data],
  );
}
