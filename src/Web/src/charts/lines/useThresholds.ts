import { keepPreviousData, useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';

import { fetchScalars } from '../../api/formulas';
import { useStable } from '../../components/useStable';
import { useAsOf } from '../../data/asOf';
import { liveKey } from '../../data/live';
import { formulaLabel, type ChartSpec, type Threshold, type ThresholdSpec } from '../../model/chart';
import type { ChartRun } from '../../model/chartRun';
import { explain } from '../../model/errors';

export interface ThresholdsOf {
  project: string;
  chart: ChartSpec;
  runs: readonly ChartRun[];
  /** sys/id of the run that formulas mean by `baseline()`. */
  baseline: string | null;
}

export interface Thresholds {
  levels: readonly Threshold[];
  /** Why one is not drawn; null where all are. */
  missing: string | null;
}

const none: readonly ThresholdSpec[] = [];

/** The levels of a chart as numbers; a computed one is that of the first run which has it. */
export function useThresholds({ project, chart, runs, baseline }: ThresholdsOf): Thresholds {
  const { thresholds = none } = chart;
  const ids = useMemo(() => runs.map(({ id }) => id), [runs]);
  const asOf = useAsOf();
  const formulas = [...new Set(thresholds.flatMap((one) => ('level' in one ? [one.level] : [])))];
  // One at a time: what is wrong with one takes no other away.
  const found = useQueries({
    queries: formulas.map((formula) => ({
      queryKey: [...liveKey(project), 'thresholds', ids, formula, baseline, asOf],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        fetchScalars(project, ids, [formula], baseline, signal, asOf),
      placeholderData: keepPreviousData,
      enabled: ids.length > 0,
    })),
  });
  const drawn = thresholds.map((one): { level?: Threshold; missing?: string } => {
    if (!('level' in one)) return { level: one };
    const { data, error } = found[formulas.indexOf(one.level)]!;
    const values = ids.map((id) => data?.get(id)?.get(one.level));
    const value = values.find((read) => read?.type === 'formula' && Number.isFinite(read.value ?? NaN));
    if (value?.type === 'formula' && value.value !== null) return { level: { value: value.value, label: one.label } };
    const label = one.label || formulaLabel(one.level);
    if (error !== null) return { missing: `Threshold ${label}: ${explain(error)}` };
    return data === undefined || ids.length === 0 ? {} : { missing: `Threshold ${label}: no run shown has a value.` };
  });
  return useStable({
    levels: drawn.flatMap(({ level }) => level ?? []),
    missing: drawn.find(({ missing }) => missing !== undefined)?.missing ?? null,
  });
}
