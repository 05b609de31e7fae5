import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it, vi } from 'vitest';

import type { Column } from '../../model/column';
import { ApiError } from '../../model/errors';
import type { TableSpec } from '../../model/table';
import { show } from '../../test/render';
import { Refused } from './Refused';

const column = (path: string, type: Column['type']) => ({ path, type, aggregation: 'last' }) as Column;

it('says what the server refuses, and goes on without the formula', async () => {
  const columns = [column('loss', 'float'), column('@gone', 'formula')];
  const change = vi.fn<(update: (now: TableSpec) => Partial<TableSpec>) => void>();
  show(<Refused error={new ApiError(400, 'There is no formula @gone.')} columns={columns} change={change} />);
  expect(screen.getByText('There is no formula @gone.')).toBeInTheDocument();
  await userEvent.click(screen.getByRole('button', { name: 'Remove the column @gone' }));
  const sorts = columns.map((one) => ({ ...one, descending: true }));
  const changed = change.mock.calls[0]![0]({ sorts } as unknown as TableSpec);
  expect(changed).toMatchObject({ columns: [columns[0]], sorts: [sorts[0]] });
});
