import { ActionIcon, TextInput } from '@mantine/core';
import { useState } from 'react';

import { highlight } from '../components/highlight';
import { CloseIcon, SearchIcon } from '../components/icons';
import { nameMatcher } from '../filter';
import { formatNumber } from '../format';
import type { XMode } from '../url/charts';
import { nearestRow } from './columns';
import { formatX } from './export';
import classes from './Legend.module.css';
import type { Pointed } from './LineChart';
import type { ChartLine } from './scene';

export interface LegendProps {
  lines: readonly ChartLine[];
  mode: XMode;
  /** null: no place on the x axis; the last values are shown. */
  pointed: Pointed | null;
  /** Pinned: stays, can be searched and shows all runs. Otherwise it follows the pointer and shows the nearest. */
  isPinned: boolean;
  unpin?: () => void;
}

interface Entry {
  line: ChartLine;
  value: number;
  x: number;
  text: string;
}

const floatingMax = 9;

/** The runs of a chart with their values at the pointer, the highest first. */
export function Legend({ lines, mode, pointed, isPinned, unpin }: LegendProps) {
  const [search, setSearch] = useState('');
  const matches = nameMatcher(search);
  const entries = valuesAt(lines, pointed?.x ?? null)
    .filter(({ line }) => matches(line.label))
    .sort((a, b) => rank(b.value) - rank(a.value));
  const shown = isPinned ? entries : around(entries, pointed?.run ?? null);
  return (
    <div className={classes.legend} data-pinned={isPinned} role="region" aria-label="Legend">
      <div className={classes.head}>
        {pointed === null ? 'Last values' : <span className="number">{formatX(mode)(Math.round(pointed.x * 100) / 100)}</span>}
        {unpin && (
          <ActionIcon size="xs" aria-label="Close the legend" onClick={unpin} ml="auto">
            <CloseIcon size={12} />
          </ActionIcon>
        )}
      </div>
      {isPinned && lines.length > 8 && (
        <TextInput
          size="xs"
          m={4}
          leftSection={<SearchIcon size={12} />}
          aria-label="Search the legend"
          placeholder="Search"
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
      )}
      <ul className={classes.list}>
        {shown.map(({ line, text }) => (
          <li
            key={line.run}
            data-highlighted={line.run === pointed?.run}
            onMouseEnter={isPinned ? () => highlight.set(line.run) : undefined}
            onMouseLeave={isPinned ? () => highlight.set(null) : undefined}
          >
            <span className={classes.color} style={{ background: line.color }} />
            <bdi className="name" title={line.label}>
              {line.label}
            </bdi>
            <span className={`number ${classes.value}`}>{text}</span>
          </li>
        ))}
      </ul>
      {shown.length < entries.length && (
        <div className={classes.more}>{entries.length - shown.length} more: click to pin and search</div>
      )}
    </div>
  );
}

function rank(value: number): number {
  return Number.isFinite(value) ? value : -Infinity;
}

/** The values of the lines nearest to a place, or their last ones. */
export function valuesAt(lines: readonly ChartLine[], x: number | null): Entry[] {
  return lines.flatMap((line) => {
    const { columns, y } = line;
    const row = x === null ? columns.x.length - 1 : nearestRow(columns, x);
    if (row < 0) return [];
    const span = columns.xTo[columns.x.length - 1]! - columns.x[0]!;
    const isBeyond = x !== null && (x < columns.x[0]! - span * 0.02 || x > columns.xTo[columns.x.length - 1]! + span * 0.02);
    return isBeyond ? [] : [{ line, value: y[row]!, x: columns.x[row]!, text: pointText(line, row) }];
  });
}

function pointText({ columns, y }: ChartLine, row: number): string {
  if (Number.isFinite(y[row]!)) return formatNumber(y[row]!);
  if (columns.posInf[row]! > 0) return '+∞';
  return columns.negInf[row]! > 0 ? '−∞' : 'NaN';
}

/** The few entries around the highlighted one. */
function around(entries: readonly Entry[], run: string | null): readonly Entry[] {
  const at = Math.max(0, entries.findIndex(({ line }) => line.run === run));
  const from = Math.max(0, Math.min(at - Math.floor(floatingMax / 2), entries.length - floatingMax));
  return entries.slice(from, from + floatingMax);
}
