import { formulaLabel, type Chart } from './chart';
import { colorOf, runColor, type Scheme } from './color';
import type { ChartRun } from './ChartCard';
import type { SeriesColumns } from './columns';
import { curve, type ChartLine } from './scene';
import { forkOf } from './forks';
import type { RunFacts } from './useRunFacts';
import type { ChartSettings } from '../url/charts';

/** How the lines of a run differ where a chart has several metrics: the colour is the run's. */
const dashes: readonly (readonly number[])[] = [[], [6, 3], [2, 2.5], [9, 3, 2, 3], [4, 4], [12, 4]];

export interface LinesOf {
  chart: Chart;
  runs: readonly ChartRun[];
  /** For each run and, of each, each formula. */
  columns: readonly SeriesColumns[];
  settings: ChartSettings;
  scheme: Scheme;
  facts: RunFacts;
  /** Lines of experiments are continuous: nothing in them counts as inherited. */
  experiments: boolean;
}

/** What was fetched, ready to draw. Lines without points are left out. */
export function chartLines({ chart, runs, columns, settings, scheme, facts, experiments }: LinesOf): ChartLine[] {
  const { formulas } = chart;
  // A lone run has no need of a colour to be told by: its metrics get them.
  const isByMetric = runs.length === 1 && formulas.length > 1;
  return runs.flatMap((run, index) => {
    const { id, label } = run;
    const fork = !experiments && settings.inherited && settings.x === 'step' ? forkOf(facts.attributes.get(id)) : null;
    return formulas.flatMap((text, at): ChartLine[] => {
      const own = columns[index * formulas.length + at];
      if (own === undefined || own.x.length === 0) return [];
      return [
        {
          run: id,
          label,
          metric: formulas.length > 1 ? formulaLabel(text) : '',
          color: isByMetric ? runColor(`metric-${at + 1}`, scheme) : colorOf(run, scheme),
          dash: isByMetric ? [] : dashes[at % dashes.length]!,
          columns: own,
          ...curve(own, settings),
          inheritedTo: fork?.step ?? -Infinity,
        },
      ];
    });
  });
}
