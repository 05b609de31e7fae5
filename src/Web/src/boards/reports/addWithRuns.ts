import type { WidgetDto } from '../../api/dashboards';
import { addSection, addWidgets, type Edit } from '../edit';
import { isDynamic, newSection } from '../options';
import { membersMax, noRuns, readRuns, withRuns } from './runGroups';

/**
 * Puts a widget into a report so that it goes on showing these runs: into the last section that shows just these, or
 * into a new one.
 */
export function addWithRuns(added: { dto: WidgetDto; w: number; h: number }, runs: readonly string[]): Edit {
  return (board) => {
    const names = [...new Set(runs)].slice(0, membersMax);
    const there = board.sections.findLast(({ head }) => {
      const shown = readRuns(head);
      return shown?.kind === 'these' && shown.project === null && !isDynamic(head) && isSame(shown.names, names);
    });
    if (there !== undefined) return addWidgets(there.id, [added])(board);
    const head = withRuns({ ...newSection(), name: 'Charts' }, { ...noRuns, names });
    return addWidgets(head.id, [added])(addSection(head)(board));
  };
}

function isSame(some: readonly string[], others: readonly string[]): boolean {
  const known = new Set(some);
  return some.length === others.length && others.every((name) => known.has(name));
}
