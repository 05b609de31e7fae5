import { Switch } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef, useState } from 'react';

import { useExported } from '../../components/exported';
import { FilterInput } from '../../components/FilterInput';
import { Path } from '../../components/Name';
import { EmptyState, ErrorState, Loading } from '../../components/States';
import type { Attribute } from '../../model/attribute';
import { compareWith, type Comparison } from '../../model/baseline';
import type { ChartRun } from '../../model/chartRun';
import { directionOf, type Directions } from '../../model/direction';
import { ApiError } from '../../model/errors';
import { plural } from '../../model/format';
import type { WidgetProps } from '../widget';
import classes from '../widgets.module.css';
import { CompareHead } from './Head';
import type { AttributesSpec } from './spec';
import { useCompareRows, type CompareRows } from './useCompareRows';

export const nameWidth = 300;
export const runWidth = 190;
const rowHeight = 30;

/** Attributes as rows, runs as columns. */
export function AttributesWidget({ project, runs, spec, onChange, isBare }: WidgetProps<AttributesSpec>) {
  const ids = useMemo(() => runs.map((run) => run.id), [runs]);
  const [first, setFirst] = useState(0);
  const rows = useCompareRows(project, ids, spec, first);
  useExported(async () => ({
    head: ['attribute', ...runs.map(({ label }) => label)],
    rows: (await rows.all()).map(({ path, texts }) => [path, ...texts]),
  }));
  const refused = rows.error instanceof ApiError && rows.error.status === 400 ? rows.error.message : undefined;
  return (
    <>
      {onChange && !isBare && (
        <div className={classes.bar} role="toolbar" aria-label="Attributes">
          <FilterInput
            label="Filter attributes (regex)"
            placeholder="Filter attributes"
            width={290}
            value={spec.filter}
            onChange={(filter) => onChange({ filter }, 'replace')}
            error={refused}
          />
          <Switch
            label="Only differences"
            checked={spec.onlyDifferent}
            onChange={(event) => onChange({ onlyDifferent: event.currentTarget.checked })}
          />
          <span className={classes.summary}>
            {!rows.isPending && plural(rows.count, 'attribute')}
            {rows.isCut && ' of more: filter to see the rest'}
          </span>
        </div>
      )}
      {rows.error !== null && refused === undefined && rows.count === 0 ? (
        <ErrorState what="The attributes could not be loaded" error={rows.error} retry={rows.retry} />
      ) : rows.isPending ? (
        <Loading label="Loading attributes" />
      ) : rows.count === 0 ? (
        <EmptyState title={spec.onlyDifferent ? 'These runs do not differ' : 'No matching attributes'} />
      ) : (
        <CompareTable
          project={project}
          runs={runs}
          rows={rows}
          reference={spec.reference}
          directions={spec.directions}
          setReference={onChange ? (reference) => onChange({ reference }) : null}
          setFirst={setFirst}
        />
      )}
    </>
  );
}

interface CompareTableProps {
  project: string;
  runs: readonly ChartRun[];
  rows: CompareRows;
  reference: string | null;
  directions: Directions;
  /** null: the reference cannot be changed here. */
  setReference: ((run: string | null) => void) | null;
  setFirst: (index: number) => void;
}

function CompareTable(props: CompareTableProps) {
  const { project, runs, rows, reference, directions, setReference, setFirst } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 10,
    onChange: (instance) => setFirst(instance.range?.startIndex ?? 0),
  });
  const across = useVirtualizer({
    horizontal: true,
    count: runs.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => runWidth,
    overscan: 2,
    paddingStart: nameWidth,
  });
  const items = across.getVirtualItems();
  const before = (items[0]?.start ?? nameWidth) - nameWidth;
  const width = across.getTotalSize();
  const base = runs.findIndex((run) => run.id === reference);
  return (
    <div ref={scroller} className={classes.scroller} tabIndex={0} aria-label="Attributes of the runs">
      <div
        role="table"
        aria-rowcount={rows.count + 1}
        aria-colcount={runs.length + 1}
        style={{ height: virtual.getTotalSize() + 40, width, position: 'relative' }}
      >
        <CompareHead
          project={project}
          runs={items.map((item) => runs[item.index]!)}
          before={before}
          width={width}
          reference={reference}
          setReference={setReference}
        />
        {virtual.getVirtualItems().map((item) => {
          const path = rows.path(item.index);
          const row = rows.row(item.index);
          return (
            <div
              key={path}
              role="row"
              aria-rowindex={item.index + 2}
              className={classes.row}
              style={{ transform: `translateY(${item.start + 40}px)`, width }}
            >
              <div role="rowheader" className={classes.name} style={{ width: nameWidth }}>
                <Path>{path}</Path>
              </div>
              <div style={{ width: before, flex: 'none' }} />
              {row !== null &&
                items.map(({ index }) => (
                  <CompareCell
                    key={index}
                    text={row.texts[index] ?? ''}
                    attribute={row.values[index]}
                    isChanged={base >= 0 && index !== base && row.texts[index] !== row.texts[base]}
                    comparison={
                      base >= 0 && index !== base
                        ? compareWith(row.values[index], row.values[base], 'last', directionOf(path, directions))
                        : null
                    }
                  />
                ))}
            </div>
          );
        })}
      </div>
    </div>
  );
}

interface CompareCellProps {
  text: string;
  attribute: Attribute | undefined;
  isChanged: boolean;
  /** With the reference's number. */
  comparison: Comparison | null;
}

function CompareCell({ text, attribute, isChanged, comparison }: CompareCellProps) {
  const isNumber = attribute !== undefined && ['float', 'int', 'floatSeries'].includes(attribute.type);
  return (
    <div
      role="cell"
      className={`${classes.cell} ${isNumber ? 'number' : ''}`}
      // A metric differs in every run: only better and worse say something.
      data-changed={isChanged && attribute?.type !== 'floatSeries'}
      data-verdict={comparison?.verdict ?? undefined}
      style={{ width: runWidth }}
      title={text.slice(0, 2000)}
    >
      <bdi className="name">{text === '' ? '–' : text.slice(0, 300)}</bdi>
      {comparison !== null && (
        <span className={classes.difference}>
          {comparison.difference}
          {comparison.share !== '' && ` (${comparison.share})`}
        </span>
      )}
    </div>
  );
}
