import { EmptyState } from '../../components/States';
import type { Change } from '../../model/change';
import { noQuickFilters } from '../../model/quickFilters';
import type { TableSpec } from '../../model/table';

export interface NoRunsProps {
  spec: TableSpec;
  change: Change<TableSpec>;
}

/** Says why a table is empty, and leads to where it is not. */
export function NoRuns({ spec, change }: NoRunsProps) {
  const isUnfiltered = spec.query === '' && spec.name === '' && spec.quick === noQuickFilters;
  if (spec.trash && isUnfiltered) {
    return <EmptyState title="The trash is empty">Selected runs of the table can be moved here.</EmptyState>;
  }
  if (spec.mode === 'experiments' && isUnfiltered) {
    return (
      <EmptyState
        title="No experiments here"
        action={
          <button type="button" className="link" onClick={() => change((now) => ({ ...now, mode: 'runs' }))}>
            Show all runs
          </button>
        }
      >
        The runs of this project have no experiment name.
      </EmptyState>
    );
  }
  const reset = { query: '', name: '', quick: noQuickFilters, archived: true, mode: 'runs' } as const;
  return (
    <EmptyState
      title="No matching runs"
      action={
        <button type="button" className="link" onClick={() => change((now) => ({ ...now, ...reset }))}>
          Show all runs
        </button>
      }
    >
      Broaden the search, the filters or the query. Archived runs are hidden unless the menu says otherwise.
    </EmptyState>
  );
}
