import { Checkbox } from '@mantine/core';

import { ArrowDownIcon, ArrowUpIcon } from '../../components/icons';
import type { Change } from '../../model/change';
import { fieldLabel, sameField, type Field } from '../../model/field';
import { plural } from '../../model/format';
import { defaultSort, type TableSpec } from '../../model/table';
import { ariaSort } from './ColumnHeader';
import classes from './RunsTable.module.css';
import { sortAlso, sortOnly } from './sorts';

export interface LeadHeaderProps {
  spec: TableSpec;
  change: Change<TableSpec>;
  total: number;
  width: number;
  /** Whether all, some or none of the runs on the page are selected. */
  selected: 'all' | 'some' | 'none';
  /** null: runs cannot be selected here. */
  selectPage: (() => void) | null;
}

/** Above the names: how many there are, selecting all of them, sorting by name, and what else is sorted by. */
export function LeadHeader({ spec, change, total, width, selected, selectPage }: LeadHeaderProps) {
  const name: Field = {
    path: spec.mode === 'experiments' ? 'sys/name' : 'sys/custom_run_id',
    type: 'string',
    aggregation: 'last',
  };
  const byName = spec.sorts.find((sort) => sameField(sort, name));
  const isDefault = spec.sorts.length === 1 && spec.sorts[0]!.descending && sameField(spec.sorts[0]!, defaultSort);
  const byOthers = spec.sorts.filter((sort) => sort !== byName);
  return (
    <div
      className={`${classes.cell} ${classes.head} ${selectPage === null ? '' : classes.lead}`}
      style={{ width }}
      role="columnheader"
      aria-sort={ariaSort(spec.sorts, name)}
    >
      {selectPage !== null && (
        <Checkbox
          size="xs"
          className={classes.tick!}
          aria-label="Select all runs on the page"
          checked={selected === 'all'}
          indeterminate={selected === 'some'}
          onChange={selectPage}
        />
      )}
      <button
        type="button"
        className={classes.headButton}
        onClick={(event) => {
          const isFurther = event.shiftKey;
          change((now) => ({
            ...now,
            sorts: isFurther
              ? sortAlso(now.sorts, name)
              : sortOnly(now.sorts, name, byName !== undefined && !byName.descending),
          }));
        }}
        title="Sort by name"
      >
        {plural(total, spec.mode === 'experiments' ? 'experiment' : 'run')}
        {byName !== undefined && (byName.descending ? <ArrowDownIcon size={12} /> : <ArrowUpIcon size={12} />)}
      </button>
      {!isDefault && byOthers.length > 0 && (
        <button
          type="button"
          className={`name ${classes.sortedBy}`}
          title={`Sorted by ${spec.sorts.map((sort) => sort.path).join(', then ')}. Click: newest first again`}
          onClick={() => change((now) => ({ ...now, sorts: [defaultSort] }))}
        >
          by {byOthers.map(fieldLabel).join(', ')} ×
        </button>
      )}
    </div>
  );
}
