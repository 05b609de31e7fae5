import { EmptyState, ErrorState } from '../../components/States';
import type { ChartRun } from '../../model/chartRun';
import classes from '../boards.module.css';
import type { BoardSection } from '../board';
import { useBoardApi } from '../boardApi';
import { readDynamic } from '../options';

export interface FillingProps {
  section: BoardSection;
  runs: readonly ChartRun[];
  /** Why it is not known what a dynamic section holds. */
  error: Error | null;
  /** null: nobody edits. */
  add: (() => void) | null;
}

/** What stands in place of widgets where a section has none. */
export function Filling({ section, runs, error, add }: FillingProps) {
  const { noun } = useBoardApi();
  const options = readDynamic(section.head);
  if (options !== null && error !== null && section.widgets.length === 0) {
    return <ErrorState what="The names could not be found" error={error} />;
  }
  if (section.widgets.length > 0) return null;
  if (options !== null) {
    const noRuns = noun === 'report' ? 'Say which runs this section shows.' : 'Click the eye next to a run.';
    return (
      <div className={classes.hollow}>
        {options.must.length === 0
          ? 'Say under Names… which names this section shows.'
          : runs.length === 0
            ? `No runs are shown. ${noRuns}`
            : 'Nothing that the shown runs logged has such a name.'}
      </div>
    );
  }
  if (add !== null) {
    return (
      <button type="button" className={classes.hollow} style={{ width: '100%' }} onClick={add}>
        Add a widget, or drag one here
      </button>
    );
  }
  return section.head === null ? (
    <EmptyState title={`This ${noun} is empty`}>Press Edit to add widgets.</EmptyState>
  ) : (
    <div className={classes.hollow}>No widgets in this section</div>
  );
}
