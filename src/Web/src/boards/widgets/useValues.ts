import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';

import { fetchFormulaValues } from '../../api/formulas';
import { useAsOf } from '../../data/asOf';
import { liveKey } from '../../data/live';
import { useFigures } from '../../data/useFigures';
import type { Field } from '../../model/field';
import type { ValueOptions } from '../options';
import type { BoardScope } from '../widget';

export interface Values {
  /** In the order of the runs. */
  values: (number | null)[];
  /** Why there are none; null where there are some. */
  why: string | null;
  isPending: boolean;
  error: Error | null;
}

/** One number of each run: of a formula, or a figure of an attribute. */
export function useValues(scope: BoardScope, { formula, field }: Pick<ValueOptions, 'formula' | 'field'>): Values {
  const { project, runs, experiments, baseline } = scope;
  const isFormula = formula.trim() !== '';
  const ids = useMemo(() => runs.map((run) => run.id), [runs]);
  const fields = useMemo<Field[]>(() => (isFormula || field === null ? [] : [field]), [isFormula, field]);
  const figures = useFigures(project, runs, fields, baseline);
  const asOf = useAsOf();
  const computed = useQuery({
    queryKey: [...liveKey(project), 'formula values', ids, formula, baseline, experiments, asOf],
    queryFn: ({ signal }) =>
      fetchFormulaValues({ project, formula, runs: ids, baseline, experiments, asOf }, signal),
    placeholderData: keepPreviousData,
    enabled: isFormula && ids.length > 0,
  });
  if (isFormula) {
    const { data = [], error, isPending } = computed;
    const values = data.map(({ value }) => value);
    const why = values.every((value) => value === null) ? (data.find(({ missing }) => missing)?.missing ?? null) : null;
    return { values, why, error, isPending: isPending && ids.length > 0 };
  }
  const values = field === null ? [] : figures.of(field).map((one) => (typeof one === 'number' ? one : null));
  return { values, why: null, error: figures.error, isPending: field !== null && ids.length > 0 && figures.isPending };
}
