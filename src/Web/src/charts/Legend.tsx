import { ActionIcon, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';

import { highlight } from '../components/highlight';
import { CloseIcon, SearchIcon } from '../components/icons';
import { Name } from '../components/Name';
import type { RunFacts } from '../data/useRunFacts';
import type { Attribute } from '../model/attribute';
import type { ChartSettings } from '../model/chartSettings';
import type { Directions } from '../model/direction';
import { customIdOf, sourceAt } from '../model/forks';
import { formatInteger, formatMoment, formatNumber, plural } from '../model/format';
import { pointsOf, type LineData } from '../model/lineData';
import { nameMatcher } from '../model/nameFilter';
import { formatValue } from '../model/valueFormat';
import { sidesOf, type ChartLine } from './draw/scene';
import { formatX } from './export';
import classes from './Legend.module.css';
import { valuesAt, type Entry } from './legendEntries';
import type { Pointed } from './plot/LinePlot';
import { verdictsOf, type Verdict } from './verdicts';

export interface LegendProps {
  lines: readonly ChartLine[];
  settings: ChartSettings;
  facts: RunFacts;
  /** Paths of the attributes beside the names. */
  columns: readonly string[];
  /** null: no place on the x axis; the last values are shown. */
  pointed: Pointed | null;
  /** The run that values are tinted against; null for none. */
  baseline?: string | null;
  /** Which way metrics are better, as far as a person said it. */
  directions?: Directions;
  /** Pinned: stays, can be searched and shows all runs. Otherwise it follows the pointer and shows the nearest. */
  isPinned: boolean;
  unpin?: () => void;
  /** Where else the legend could be. */
  tools?: ReactNode;
}

const undirected: Directions = {};
const floatingMax = 9;
/** More at once would hold up the pointer, and nobody reads them: the search finds them. */
const pinnedMax = 100;
const searchableMin = 8;

/** The lines of a chart with their values at the pointer, the highest first. */
export function Legend(props: LegendProps) {
  const { lines, settings, facts, columns, pointed, isPinned, unpin, tools } = props;
  const { baseline = null, directions = undirected } = props;
  const [search, setSearch] = useState('');
  const matches = nameMatcher(search);
  const all = valuesAt(lines, pointed?.x ?? null);
  const verdicts = verdictsOf(all, { baseline, relative: settings.relative, directions });
  const entries = all.filter(({ line }) => matches(line.label) || matches(line.metric));
  const at = pointed === null ? -1 : entries.findIndex(({ line }) => isPointed(line, pointed));
  const shown = around(entries, at, isPinned ? pinnedMax : floatingMax);
  return (
    <div
      className={classes.legend}
      data-pinned={isPinned}
      data-wide={columns.length > 0}
      role="region"
      aria-label="Legend"
    >
      <div className={classes.head} data-handle={isPinned || undefined}>
        {pointed === null ? (
          'Last values'
        ) : (
          <Place entry={entries[at] ?? entries[0]} pointed={pointed} settings={settings} facts={facts} />
        )}
        <span className={classes.tools}>
          {tools}
          {unpin && (
            <ActionIcon size="xs" aria-label="Close the legend" onClick={unpin}>
              <CloseIcon size={12} />
            </ActionIcon>
          )}
        </span>
      </div>
      {isPinned && lines.length > searchableMin && (
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
        {shown.map((entry) => (
          <LegendRow
            key={`${entry.line.run} ${entry.line.metric}`}
            entry={entry}
            verdict={verdicts.get(entry)}
            isPointedAt={pointed !== null && isPointed(entry.line, pointed)}
            isPinned={isPinned}
            values={columns.map((path) => [path, facts.attributes.get(entry.line.run)?.get(path)] as const)}
          />
        ))}
      </ul>
      {shown.length < entries.length && (
        <div className={classes.more}>
          {entries.length - shown.length} more: {isPinned ? 'search for them' : 'click to pin and search'}
        </div>
      )}
    </div>
  );
}

interface LegendRowProps {
  entry: Entry;
  verdict: Verdict | undefined;
  isPointedAt: boolean;
  isPinned: boolean;
  /** Of the attributes beside the name, by their paths. */
  values: readonly (readonly [path: string, value: Attribute | undefined])[];
}

function LegendRow({ entry: { line, row, text }, verdict, isPointedAt, isPinned, values }: LegendRowProps) {
  return (
    <li
      data-highlighted={isPointedAt}
      onMouseEnter={isPinned ? () => highlight.set(line.run) : undefined}
      onMouseLeave={isPinned ? () => highlight.set(null) : undefined}
    >
      <Stroke line={line} />
      <Name>{line.label}</Name>
      {line.metric !== '' && <Name className={classes.metric}>{line.metric}</Name>}
      {values.map(([path, value]) => (
        <span key={path} className={`name ${classes.attribute}`} title={path}>
          {attributeText(value)}
        </span>
      ))}
      <span
        className={`number ${classes.value}`}
        data-verdict={verdict}
        title={verdict && `${verdict} than the baseline`}
      >
        {line.columns.previews[row]! > 0 && <span className={classes.preview}>preview </span>}
        {text}
      </span>
    </li>
  );
}

interface PlaceProps {
  entry: Entry | undefined;
  pointed: Pointed;
  settings: ChartSettings;
  facts: RunFacts;
}

/** The x of the point that is nearest to the pointer, what its bucket holds, and the run that it was inherited from. */
function Place({ entry, pointed, settings, facts }: PlaceProps) {
  const format = settings.x === 'step' ? (x: number) => `step ${formatNumber(x)}` : formatX(settings.x);
  if (entry === undefined) return <span className="number">{format(pointed.x)}</span>;
  const { line, row } = entry;
  const { columns } = line;
  const points = pointsOf(columns, row);
  const source = sourceOf(line.run, columns.step[row]!, facts);
  return (
    <span className={classes.place}>
      <span className="number">{format(columns.x[row]!)}</span>
      {settings.x !== 'step' && Number.isFinite(columns.step[row]!) && (
        <span className={`number ${classes.bucket}`}>step {formatNumber(columns.step[row]!)}</span>
      )}
      {points > 1 && (
        <span className={`number ${classes.bucket}`}>
          {plural(points, 'point')}
          {line.floor === undefined && `, ${spreadText(line, row)}`}
        </span>
      )}
      {columns.previews[row]! > 0 && <span className={classes.bucket}>{previewText(columns, row)}</span>}
      {source !== null && (
        <span className={classes.bucket}>
          logged by <bdi>{source}</bdi>
        </span>
      )}
    </span>
  );
}

const spreadNames = { std: 'mean ± std: ', quartiles: 'quartiles: ', range: '', members: '' };

/** The least and the greatest of what a bucket holds, or what stands for them. */
function spreadText(line: ChartLine, row: number): string {
  const { sides, spread = sides === undefined ? 'range' : 'std', notation = {} } = line;
  const { low, high } = sidesOf(line);
  const [from, to] = [low[row]!, high[row]!].map((value) => formatValue(value, notation));
  return `${spreadNames[spread]}${from} to ${to}`;
}

/** Such as "preview, 40% complete". */
function previewText({ previews, completion }: LineData, row: number): string {
  const share = `${Math.floor(100 * completion[row]!)}% complete`;
  return previews[row]! === 1 ? `preview, ${share}` : `${plural(previews[row]!, 'preview')}, at least ${share}`;
}

/** The ancestor that logged a point; null for the run itself. */
function sourceOf(run: string, step: number, facts: RunFacts): string | null {
  const id = customIdOf(facts.attributes.get(run));
  const source = id === null ? null : sourceAt(id, step, facts.forks);
  return source === id ? null : source;
}

/** The color, and the strokes where a chart has several metrics. */
function Stroke({ line }: { line: ChartLine }) {
  if (line.metric === '') return <span className={classes.color} style={{ background: line.color }} />;
  return (
    <svg className={classes.stroke} width={18} height={8} aria-hidden>
      <path d="M0 4H18" stroke={line.color} strokeWidth={2} strokeDasharray={line.dash.join(' ')} />
    </svg>
  );
}

function isPointed(line: ChartLine, pointed: Pointed): boolean {
  return line.run === pointed.run && line.metric === pointed.metric;
}

function attributeText(attribute: Attribute | undefined): string {
  switch (attribute?.type) {
    case 'float':
      return formatNumber(attribute.value);
    case 'int':
      return formatInteger(attribute.digits);
    case 'bool':
      return String(attribute.value);
    case 'string':
    case 'experimentState':
      return attribute.value;
    case 'datetime':
      return formatMoment(attribute.value);
    case 'stringSet':
      return attribute.values.join(', ');
    default:
      return '';
  }
}

/** The few entries around the one at a place. */
function around(entries: readonly Entry[], at: number, max: number): readonly Entry[] {
  const from = Math.max(0, Math.min(Math.max(0, at) - Math.floor(max / 2), entries.length - max));
  return entries.slice(from, from + max);
}
