import { useMemo } from 'react';

import { useMarks } from '../../data/useMarks';
import type { ChartRun } from '../../model/chartRun';
import type { XMode } from '../../model/chartSettings';
import { colorOf, type Scheme } from '../../model/color';
import type { StepMark } from '../../model/stepMark';

/** More would hide the lines. */
export const marksMax = 60;

const none: readonly StepMark[] = [];

/** The marks of the shown runs, on an axis of steps; others tell no place for a step. */
export function useChartMarks(
  project: string,
  runs: readonly ChartRun[],
  x: XMode,
  scheme: Scheme,
): readonly StepMark[] {
  const marks = useMarks(project);
  return useMemo(() => {
    if (x !== 'step' || marks.length === 0) return none;
    const byId = new Map(runs.map((run) => [run.id, run]));
    const shown = marks.flatMap(({ run, step, text }) => {
      const of = byId.get(run);
      return of === undefined ? [] : [{ step, text, color: colorOf(of, scheme) }];
    });
    return shown.length === 0 ? none : shown.slice(0, marksMax).sort((a, b) => a.step - b.step);
  }, [marks, runs, x, scheme]);
}
