import { Button, Switch } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useLayoutEffect, useMemo, useRef, useState, type ReactNode } from 'react';

import type { ObjectPoint } from '../../api/series';
import { download } from '../../browser/download';
import { FilterInput } from '../../components/FilterInput';
import { DownloadIcon } from '../../components/icons';
import { EmptyState, ErrorState, Loading } from '../../components/States';
import { explain } from '../../model/errors';
import { formatCount, formatMomentExact, formatNumber, plural } from '../../model/format';
import { nameMatcher } from '../../model/nameFilter';
import classes from './LogView.module.css';
import { readStyles } from './ansi';
import { found } from './found';
import { coloredText, plainText } from './plainText';
import { useLog, type SeriesPlace } from './useLog';

const lineHeight = 19;

export interface LogViewProps extends SeriesPlace {
  /** Stands first in the bar. */
  choice?: ReactNode;
}

/** A text series, a line a step: searchable, and following its end while it grows. */
export function LogView({ choice, ...place }: LogViewProps) {
  const { log, earlier } = useLog(place);
  const [search, setSearch] = useState('');
  const [isFollowing, setFollowing] = useState(true);
  const [isWrapped, setWrapped] = useState(true);
  const points = log.data?.points;
  const shown = useMemo(() => {
    const matches = nameMatcher(search);
    return (points ?? []).flatMap((point, at): Line[] =>
      matches(point.text ?? '') ? [{ point, number: at + 1 }] : [],
    );
  }, [points, search]);
  // Steps that a person chose are told; those that clients count lines with say nothing to anybody.
  const isByStep = useMemo(() => (points ?? []).every(({ step }) => Number.isInteger(step)), [points]);
  if (log.isPending) return <Loading label="Loading lines" />;
  if (log.data === undefined) {
    return <ErrorState what="The lines could not be loaded" error={log.error} retry={() => void log.refetch()} />;
  }
  const save = () =>
    download(
      `${place.run} ${place.attribute}.txt`,
      log.data.points.map((point) => plainText(point.text ?? '')).join('\n'),
    );
  return (
    <div className={classes.view}>
      <div className={classes.bar} role="toolbar" aria-label="Lines">
        {choice}
        <FilterInput
          label="Search lines (regex)"
          placeholder="Search lines"
          width={240}
          value={search}
          onChange={setSearch}
        />
        <Switch label="Follow" checked={isFollowing} onChange={(event) => setFollowing(event.currentTarget.checked)} />
        <Switch label="Wrap" checked={isWrapped} onChange={(event) => setWrapped(event.currentTarget.checked)} />
        <span className={classes.count}>
          {search === ''
            ? plural(shown.length, 'line')
            : `${shown.length} of ${plural(log.data.points.length, 'line')}`}
        </span>
        {!log.data.isWhole && (
          <Button variant="default" loading={earlier.isPending} onClick={() => earlier.mutate()}>
            Load earlier lines
          </Button>
        )}
        {earlier.isError && <span role="alert">{explain(earlier.error)}</span>}
        <Button variant="subtle" color="gray" ml="auto" leftSection={<DownloadIcon size={14} />} onClick={save}>
          Download
        </Button>
      </div>
      {shown.length === 0 ? (
        <EmptyState title={search === '' ? 'No lines yet' : 'No line matches'}>
          {search !== '' &&
            !log.data.isWhole &&
            'Only the lines loaded so far are searched: load earlier ones to search them too.'}
        </EmptyState>
      ) : (
        <Lines
          lines={shown}
          search={search}
          labelOf={({ point, number }) =>
            isByStep ? formatNumber(point.step) : log.data.isWhole ? formatCount(number) : clock.format(point.time)
          }
          isFollowing={isFollowing}
          isWrapped={isWrapped}
          stopFollowing={() => setFollowing(false)}
        />
      )}
    </div>
  );
}

interface Line {
  point: ObjectPoint;
  /** Of the lines that are known. */
  number: number;
}

const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });

interface LinesProps {
  lines: readonly Line[];
  search: string;
  /** What stands before a line: its number, its step or, where earlier lines are not here yet, its time. */
  labelOf: (line: Line) => string;
  isFollowing: boolean;
  isWrapped: boolean;
  stopFollowing: () => void;
}

function Lines({ lines, search, labelOf, isFollowing, isWrapped, stopFollowing }: LinesProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => lineHeight,
    getItemKey: (index) => lines[index]!.point.step,
    overscan: 20,
  });
  const last = lines.at(-1)?.point.step;
  useLayoutEffect(() => {
    if (isFollowing) virtual.scrollToIndex(lines.length - 1, { align: 'end' });
  }, [virtual, isFollowing, last, lines.length, isWrapped]);
  return (
    <div
      ref={scroller}
      className={classes.scroller}
      tabIndex={0}
      aria-label="Lines"
      onWheel={(event) => {
        if (event.deltaY < 0) stopFollowing();
      }}
    >
      <div style={{ height: virtual.getTotalSize(), position: 'relative' }}>
        {virtual.getVirtualItems().map((item) => {
          const line = lines[item.index]!;
          const { point } = line;
          return (
            <div
              key={item.key}
              ref={virtual.measureElement}
              data-index={item.index}
              className={classes.line}
              style={{ transform: `translateY(${item.start}px)` }}
            >
              <span
                className={`number ${classes.step}`}
                title={`${formatMomentExact(point.time)}, step ${formatNumber(point.step)}`}
              >
                {labelOf(line)}
              </span>
              <span className={isWrapped ? classes.wrapped : classes.text}>
                <Text text={point.text ?? ''} search={search} />
              </span>
            </div>
          );
        })}
      </div>
    </div>
  );
}

/** A line in its colors; while lines are searched, with the marks of what was found in place of them. */
function Text({ text, search }: { text: string; search: string }) {
  if (search !== '') return <Marked text={plainText(text)} search={search} />;
  if (!text.includes('\u001b[')) return plainText(text);
  return readStyles(coloredText(text)).map(({ text: part, color, isBold }, at) => (
    <span key={at} className={isBold ? classes.bold : undefined} data-color={color ?? undefined}>
      {part}
    </span>
  ));
}

function Marked({ text, search }: { text: string; search: string }) {
  return found(text, search).map(({ part, isFound }, at) => (isFound ? <mark key={at}>{part}</mark> : part));
}
