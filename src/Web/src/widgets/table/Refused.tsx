import { Button } from '@mantine/core';

import { EmptyState } from '../../components/States';
import type { Change } from '../../model/change';
import { columnKey, type Column } from '../../model/column';
import type { ApiError } from '../../model/errors';
import { fieldLabel, sameField } from '../../model/field';
import type { TableSpec } from '../../model/table';

export interface RefusedProps {
  error: ApiError;
  columns: readonly Column[];
  change: Change<TableSpec>;
}

/** What the server said of the question for the table, and how to go on: by the query, or without a formula. */
export function Refused({ error, columns, change }: RefusedProps) {
  const formulas = columns.filter(({ type }) => type === 'formula');
  const remove = (column: Column) =>
    change((now) => ({
      ...now,
      columns: columns.filter((one) => one !== column),
      sorts: now.sorts.filter((sort) => !sameField(sort, column)),
    }));
  return (
    <EmptyState
      title={formulas.length === 0 ? 'Invalid query' : 'Invalid query or formula'}
      action={formulas.map((column) => (
        <Button key={columnKey(column)} variant="default" mr={8} onClick={() => remove(column)}>
          Remove the column {fieldLabel(column)}
        </Button>
      ))}
    >
      {error.message}
    </EmptyState>
  );
}
