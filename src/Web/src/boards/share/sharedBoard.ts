import type { SharedBoardDto, SharedSetDto } from '../../api/shared';
import type { ChartRun } from '../../model/chartRun';
import { gridColumns, gridGap, rowHeight, sectionOf, type Board } from '../board';
import { withOptions } from '../options';
import { readReport } from '../reports/reportWire';
import type { BoardScope } from '../widget';
import { readBoard } from '../wire';

/** What a public link shows, as a board. */
export function boardOf(shared: SharedBoardDto): Board {
  return shared.kind === 'report' ? readReport(shared.document) : readBoard(shared.document);
}

function scopeOf({ project, runs, experiments, baseline, frozen }: SharedSetDto): BoardScope {
  return {
    project,
    runs: runs.map(({ id, label, color }): ChartRun => ({ id, label, ...(color != null && { color }) })),
    experiments,
    baseline: baseline ?? null,
    // The server shows the runs so by itself.
    ...(frozen != null && { frozen }),
  };
}

const nothing: BoardScope = { project: 'shared/0', runs: [], experiments: false, baseline: null };

/** What the sections of a report show; and what a dashboard does, which is one set for all. */
export function scopesOf(sets: readonly SharedSetDto[]): { board: BoardScope; sections: Map<string, BoardScope> } {
  const sections = new Map(sets.map((set) => [set.section, scopeOf(set)]));
  return { board: sections.get('') ?? nothing, sections };
}

/** The runs that logged something since, by the project that requests name them by. */
export function changedRuns(before: readonly SharedSetDto[], now: readonly SharedSetDto[]): Map<string, string[]> {
  const known = new Map(before.flatMap((set) => set.runs.map((run) => [`${set.project}/${run.id}`, run.changed])));
  const changed = now.map(({ project, runs }) => {
    const some = runs.filter(({ id, changed: at }) => known.get(`${project}/${id}`) !== at).map(({ id }) => id);
    return [project, some] as const;
  });
  return new Map(changed.filter(([, runs]) => runs.length > 0));
}

/** The board with one of its widgets alone, which fills so many pixels; null where there is no such widget. */
export function onlyWidget(board: Board, id: string, height: number): Board | null {
  const section = sectionOf(board, id);
  const widget = section?.widgets.find((one) => one.id === id);
  if (section === undefined || widget === undefined) return null;
  const h = Math.max(3, Math.floor((height + gridGap) / (rowHeight + gridGap)));
  // What it has from its section it has itself, where no head is shown.
  const settings = { ...(section.head?.options?.settings as object), ...(widget.dto.options?.settings as object) };
  const dto = withOptions(widget.dto, { settings });
  const alone = { ...widget, dto, cell: { x: 0, y: 0, w: gridColumns, h } };
  return { ...board, sections: [{ ...section, head: null, widgets: [alone] }] };
}
