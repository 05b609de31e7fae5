import type { Lines } from '../../api/series';
import type { RunFacts } from '../../data/useRunFacts';
import { lineName, pathOf, type ChartSpec, type DashKind } from '../../model/chart';
import type { ChartRun } from '../../model/chartRun';
import type { ChartSettings } from '../../model/chartSettings';
import { colorOf, groupColor, runColor, type Scheme } from '../../model/color';
import { forkOf } from '../../model/forks';
import { emptyLine, type LineData } from '../../model/lineData';
import { curve, type ChartLine } from '../draw/scene';
import { average } from './average';
import { relativeTo } from './relative';

/** How the lines that share a color differ. */
const dashes: readonly (readonly number[])[] = [[], [6, 3], [2, 2.5], [9, 3, 2, 3], [4, 4], [12, 4]];

const chosenDashes: Record<DashKind, readonly number[]> = { solid: dashes[0]!, dashed: dashes[1]!, dotted: dashes[2]! };

export interface LinesOf {
  chart: ChartSpec;
  runs: readonly ChartRun[];
  /** Lines of each run and, of each, each formula; after those of the runs, the baseline's if it is none of them. */
  answer: Lines;
  /** The run that lines are drawn against, if the settings say so; null for none. */
  baseline: string | null;
  settings: ChartSettings;
  scheme: Scheme;
  facts: RunFacts;
  /** Lines of experiments are continuous: nothing in them counts as inherited. */
  experiments: boolean;
}

/** A run, or a group of them. */
interface Subject {
  id: string;
  label: string;
  color: string;
  /** One a formula. */
  columns: readonly LineData[];
  inheritedTo: number;
}

/** What was fetched, ready to draw. Lines without points are left out. */
export function chartLines(of: LinesOf): ChartLine[] {
  const { chart, runs, settings, scheme } = of;
  const isAveraged = settings.averaged && runs.some(({ group }) => group !== undefined);
  const subjects = isAveraged ? groups(of) : runs.map((run, index) => subjectOf(of, run, index));
  // A single run needs no color to be distinguished: its metrics get the colors.
  const isByMetric = chart.lines.length > 1 && (subjects.length === 1 || settings.colors === 'metric');
  return subjects.flatMap(({ id, label, color, columns, inheritedTo }, index) =>
    chart.lines.flatMap((line, at): ChartLine[] => {
      const own = columns[at]!;
      if (own.x.length === 0) return [];
      const path = pathOf(line);
      return [
        {
          run: id,
          label,
          metric: chart.lines.length > 1 ? lineName(line) : '',
          ...(path === undefined ? {} : { path }),
          color: line.color ?? (isByMetric ? runColor(`metric-${at + 1}`, scheme) : color),
          dash: line.dash ? chosenDashes[line.dash] : dashes[(isByMetric ? index : at) % dashes.length]!,
          ...(line.width === undefined ? {} : { width: line.width }),
          ...(line.axis === undefined ? {} : { isRight: true }),
          columns: own,
          ...curve(own, settings),
          inheritedTo,
        },
      ];
    }),
  );
}

function subjectOf(of: LinesOf, run: ChartRun, index: number): Subject {
  const { answer, settings, scheme, facts } = of;
  const { lines } = of.chart;
  const { relative } = settings;
  const against = relative === 'none' || of.baseline === null ? -1 : placeOf(of.runs, of.baseline);
  const fork = !of.experiments && settings.inherited ? forkOf(facts.attributes.get(run.id)) : null;
  return {
    id: run.id,
    label: run.label,
    color: colorOf(run, scheme),
    columns: lines.map((_, at) => {
      const own = answer.lines[index * lines.length + at] ?? emptyLine();
      return against < 0 ? own : relativeTo(own, answer.lines[against * lines.length + at] ?? emptyLine(), relative);
    }),
    inheritedTo: fork?.step ?? -Infinity,
  };
}

/** Among the lines of the answer: the baseline's follow those of the runs. */
function placeOf(runs: readonly ChartRun[], baseline: string): number {
  const at = runs.findIndex((run) => run.id === baseline);
  return at < 0 ? runs.length : at;
}

/** In the order of their first runs. */
function groups(of: LinesOf): Subject[] {
  const members = new Map<string, { label: string; color: string | undefined; runs: Subject[] }>();
  of.runs.forEach((run, index) => {
    const { id = '', label = 'other groups', color } = run.group ?? {};
    const group = members.get(id);
    const subject = subjectOf(of, run, index);
    if (group === undefined) members.set(id, { label, color, runs: [subject] });
    else group.runs.push(subject);
  });
  return [...members].map(([id, { label, color, runs }]) => ({
    id: `group ${id}`,
    label: `${label} (${runs.length})`,
    color: color ?? groupColor(id, of.scheme),
    columns: of.chart.lines.map((_, at) =>
      average(runs.map((run) => run.columns[at]!), of.answer.grid, of.settings.xLog),
    ),
    inheritedTo: -Infinity,
  }));
}
