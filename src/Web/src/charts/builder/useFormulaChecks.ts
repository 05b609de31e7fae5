import { useQueries } from '@tanstack/react-query';

import { checkFormula, type FormulaCheck, type FormulaRole } from '../../api/formulas';
import { useFilled } from '../../data/filled';
import { isFormula } from '../../model/chart';
import type { ChartRun } from '../../model/chartRun';
import { explain } from '../../model/errors';

export interface CheckedOn {
  project: string;
  runs: readonly ChartRun[];
  baseline: string | null;
  role: FormulaRole;
}

export interface FormulaChecks {
  /** What the server says of a text; undefined while that is on its way, and of a bare name, which is a metric. */
  of: (text: string) => FormulaCheck | undefined;
  isWrong: boolean;
  /** Some text was not looked at yet. */
  isPending: boolean;
}

const runsChecked = 10;

/**
 * The server's word on each text as it is typed.
 *
 * @param isChecked which texts are formulas; a bare name is a metric.
 */
export function useFormulaChecks(
  on: CheckedOn,
  texts: readonly string[],
  isChecked: (text: string) => boolean = isFormula,
): FormulaChecks {
  const { project, runs, baseline, role } = on;
  const filled = useFilled();
  const ids = runs.slice(0, runsChecked).map((run) => run.id);
  const formulas = [...new Set(texts.filter(isChecked))];
  return useQueries({
    queries: formulas.map((formula) => ({
      queryKey: ['formula check', project, ids, baseline, role, filled(formula)],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        checkFormula({ project, runs: ids, baseline, role, formula: filled(formula) }, signal).catch(unchecked),
      staleTime: 30_000,
    })),
    combine: (results) => {
      const checks = new Map(formulas.map((text, at) => [text, results[at]?.data]));
      return {
        of: (text) => checks.get(text),
        isWrong: results.some(({ data }) => data?.diagnostics.some(({ severity }) => severity === 'error')),
        isPending: results.some(({ data }) => data === undefined),
      };
    },
  });
}

function unchecked(error: unknown): FormulaCheck {
  const diagnostic = { from: 0, to: 0, severity: 'error', code: 'unavailable', message: explain(error) } as const;
  return { diagnostics: [diagnostic], rows: 0 };
}
