import type { Lines } from '../../api/series';
import type { RunFacts } from '../../data/useRunFacts';
import type { Band } from '../../model/band';
import { lineName, pathOf, type ChartSpec, type DashKind, type LineSpec } from '../../model/chart';
import { planOf, type PlannedLine } from '../../model/chartPlan';
import type { ChartRun } from '../../model/chartRun';
import type { ChartSettings, Spread } from '../../model/chartSettings';
import { colorOf, groupColor, runColor, type Scheme } from '../../model/color';
import { forkOf } from '../../model/forks';
import { emptyLine, type LineData } from '../../model/lineData';
import type { Notation } from '../../model/valueFormat';
import { curve, type ChartLine } from '../draw/scene';
import { average } from './average';
import { deviationsAround, isOfDeviations } from './deviations';
import { relativeTo } from './relative';
import { stacked } from './stack';

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
  /** Of a group: how it shows its runs. */
  spread?: Spread;
  /** A run that stands behind its group. */
  isMember?: boolean;
}

/** What was fetched, ready to draw. Lines without points are left out. */
export function chartLines(of: LinesOf): ChartLine[] {
  const { chart, runs, settings, scheme } = of;
  const { lines: planned } = planOf(chart.lines);
  const isAveraged = settings.averaged && runs.some(({ group }) => group !== undefined);
  const subjects = isAveraged ? groups(of) : runs.map((run, index) => subjectOf(of, run, index));
  // A single run needs no color to be distinguished, and parts of a stack need one each: metrics get the colors.
  const isByMetric =
    planned.length > 1 && (subjects.length === 1 || chart.stack !== undefined || settings.colors === 'metric');
  const lines = subjects.flatMap((subject, index) =>
    planned.flatMap((line, at): ChartLine[] => {
      const own = subject.columns[line.at]!;
      if (own.x.length === 0) return [];
      const { spec } = line;
      const path = pathOf(spec);
      return [
        {
          run: subject.id,
          label: subject.label,
          metric: planned.length > 1 ? lineName(spec) : '',
          ...(path === undefined ? {} : { path }),
          color: spec.color ?? (isByMetric ? runColor(`metric-${at + 1}`, scheme) : subject.color),
          dash: spec.dash ? chosenDashes[spec.dash] : dashes[(isByMetric ? index : at) % dashes.length]!,
          columns: own,
          ...curve(own, settings),
          inheritedTo: subject.inheritedTo,
          ...looks(chart, spec, subject),
          ...sides(spec, own, subject, settings),
          ...edges(line, subject, settings),
        },
      ];
    }),
  );
  return [...stacked(lines, chart.stack ?? 'none', of.answer.grid, settings.xLog)];
}

const memberAlpha = 0.35;
const memberWidth = 1;

/** What is not as usual of a line. */
function looks({ plot }: ChartSpec, spec: LineSpec, { spread, isMember }: Subject): Partial<ChartLine> {
  const { width, axis, band, unit, format } = spec;
  const isBanded = isMember || spread === 'members' ? false : band === undefined ? undefined : isOwn(band);
  return {
    ...(width === undefined && !isMember ? {} : { width: isMember ? memberWidth : width! }),
    ...(axis === undefined ? {} : { isRight: true }),
    ...(plot === undefined ? {} : { plot }),
    ...(isBanded === undefined ? {} : { isBanded }),
    ...(isMember ? { alpha: memberAlpha } : {}),
    ...(spread === undefined ? {} : { spread }),
    ...(unit === undefined && format === undefined ? {} : { notation: { unit, format } as Notation }),
  };
}

/** Whether a band is of the points of the line itself. */
function isOwn({ kind }: Band): boolean {
  return kind === 'minmax' || kind === 'std';
}

/** Where the band of a run ends; what runs of a group have in common is theirs to say. */
function sides({ band }: LineSpec, own: LineData, { spread }: Subject, settings: ChartSettings): Partial<ChartLine> {
  return spread === undefined && isOfDeviations(band, settings) ? { sides: deviationsAround(own) } : {};
}

/** The edges of a line's band, smoothed as the line is. */
function edges({ band }: PlannedLine, { columns, isMember }: Subject, settings: ChartSettings): Partial<ChartLine> {
  if (band === null || isMember) return {};
  const [low, high] = [columns[band.low]!, columns[band.high]!];
  const edge = (own: LineData) => ({ columns: own, y: curve(own, settings).y });
  return low.x.length === 0 || high.x.length === 0 ? {} : { edges: { low: edge(low), high: edge(high) } };
}

function subjectOf(of: LinesOf, run: ChartRun, index: number): Subject {
  const { answer, settings, scheme, facts } = of;
  const { formulas, lines } = planOf(of.chart.lines);
  const { relative } = settings;
  const against = relative === 'none' || of.baseline === null ? -1 : placeOf(of.runs, of.baseline);
  const fork = !of.experiments && settings.inherited ? forkOf(facts.attributes.get(run.id)) : null;
  return {
    id: run.id,
    label: run.label,
    color: colorOf(run, scheme),
    columns: formulas.map((_, at) => {
      const own = answer.lines[index * formulas.length + at] ?? emptyLine();
      if (against < 0) return own;
      // The edges of a band lie around a line: they are compared with what that is compared with.
      const base = lines.find(({ band }) => band?.low === at || band?.high === at)?.at ?? at;
      const than = lines.some((line) => line.at === at) ? at : base;
      return relativeTo(own, answer.lines[against * formulas.length + than] ?? emptyLine(), relative);
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
  const { spread } = of.settings;
  return [...members].flatMap(([id, { label, color = groupColor(id, of.scheme), runs }]) => {
    const own: Subject = {
      id: `group ${id}`,
      label: `${label} (${runs.length})`,
      color,
      columns: planOf(of.chart.lines).formulas.map((_, at) =>
        average(runs.map((run) => run.columns[at]!), of.answer.grid, of.settings.xLog, spread),
      ),
      inheritedTo: -Infinity,
      spread,
    };
    return spread === 'members' ? [...runs.map((run) => ({ ...run, color, isMember: true })), own] : [own];
  });
}
