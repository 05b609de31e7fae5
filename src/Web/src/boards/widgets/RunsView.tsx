import { useComputedColorScheme } from '@mantine/core';
import { useMemo, useState } from 'react';

import { useExported } from '../../components/exported';
import { ArrowDownIcon, ArrowUpIcon } from '../../components/icons';
import { Link } from '../../components/Link';
import { Name } from '../../components/Name';
import { EmptyState, ErrorState, Loading } from '../../components/States';
import { useColumns } from '../../data/useColumns';
import { useFigures } from '../../data/useFigures';
import { bareField, fieldKey, fieldLabel, type Field } from '../../model/field';
import { colorOf } from '../../model/color';
import { formatMoment, formatNumber } from '../../model/format';
import type { Datum } from '../../model/scale';
import { runPath } from '../../url/route';
import classes from '../boards.module.css';
import { readFields } from '../options';
import type { BoardWidgetProps } from '../widget';
import { NoRunsShown } from './compared';
import { sortedRuns, type SortBy } from './runsTable';

const suggestedMax = 6;

/** The runs with some of their values. A column's head sorts by it. */
export function RunsView({ project, runs, baseline, dto }: BoardWidgetProps) {
  const scheme = useComputedColorScheme('light');
  const chosen = useMemo(() => fieldsOf(dto.options?.fields, dto.attributes), [dto]);
  const suggested = useColumns(project, chosen === null ? null : noColumns);
  const fields = useMemo(
    () => chosen ?? suggested.map(bareField).filter(({ type }) => type !== 'stringSet').slice(0, suggestedMax),
    [chosen, suggested],
  );
  const figures = useFigures(project, runs, fields, baseline);
  const [sort, setSort] = useState<SortBy | null>(null);
  useExported(() => {
    const columns = fields.map((field) => figures.of(field));
    const order = sortedRuns(runs.map(({ label }) => label), columns, sort);
    const rows = order.map((at) => [runs[at]!.label, ...columns.map((one) => one[at] ?? null)]);
    return { head: ['run', ...fields.map(fieldLabel)], rows, textOf: textIn(fields) };
  });
  if (runs.length === 0) return <NoRunsShown />;
  if (figures.error !== null) {
    return <ErrorState what="The values could not be loaded" error={figures.error} retry={figures.retry} />;
  }
  if (figures.isPending) return <Loading label="Loading values" />;
  if (fields.length === 0) {
    return <EmptyState title="No columns yet">Open the settings of this widget to choose attributes.</EmptyState>;
  }
  const columns = fields.map((field) => figures.of(field));
  const order = sortedRuns(runs.map(({ label }) => label), columns, sort);
  const head = (label: string, column: number, title: string) => (
    <th key={title} scope="col" aria-sort={ariaSort(sort, column)}>
      <button type="button" title={title} onClick={() => setSort(turned(sort, column))}>
        <bdi className="name">{label}</bdi>
        {sort?.column === column && (sort.descending ? <ArrowDownIcon size={11} /> : <ArrowUpIcon size={11} />)}
      </button>
    </th>
  );
  return (
    <div className={classes.table} tabIndex={0}>
      <table>
        <thead>
          <tr>
            {head('Run', -1, 'Run')}
            {fields.map((field, at) => head(fieldLabel(field), at, fieldKey(field).split(':').slice(2).join(':')))}
          </tr>
        </thead>
        <tbody>
          {order.map((at) => (
            <tr key={runs[at]!.id}>
              <th scope="row">
                <span className={classes.dot} style={{ background: colorOf(runs[at]!, scheme) }} />
                <Link to={runPath(project, runs[at]!.id)} className="name">
                  <Name>{runs[at]!.label}</Name>
                </Link>
              </th>
              {fields.map((field, column) => (
                <td key={fieldKey(field)} className={typeof columns[column]![at] === 'number' ? 'number' : undefined}>
                  {textOf(columns[column]![at] ?? null, field)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const noColumns: [] = [];

/** Those of the widget; null where it leaves them to the page. */
function fieldsOf(fields: unknown, attributes: BoardWidgetProps['dto']['attributes']): Field[] | null {
  const listed = (attributes ?? []).map(({ name, type }) => ({ path: name, type }));
  return readFields(fields) ?? (listed.length > 0 ? readFields(listed) : null);
}

function textOf(value: Datum, { type }: Field): string {
  if (value === null) return '–';
  if (type === 'datetime') return formatMoment(value);
  return typeof value === 'number' ? formatNumber(value) : value.slice(0, 200);
}

const textIn = (fields: readonly Field[]) => (value: unknown, column: number) => {
  const field = fields[column - 1];
  return field === undefined ? null : textOf(value as Datum, field);
};

function turned(sort: SortBy | null, column: number): SortBy | null {
  if (sort?.column !== column) return { column, descending: false };
  return sort.descending ? null : { column, descending: true };
}

function ariaSort(sort: SortBy | null, column: number) {
  if (sort?.column !== column) return undefined;
  return sort.descending ? 'descending' : 'ascending';
}
