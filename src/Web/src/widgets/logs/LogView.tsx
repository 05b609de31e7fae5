import { ActionIcon, Button, Switch } from '@mantine/core';
import { useMemo, useState, type ReactNode } from 'react';

import type { ObjectPoint } from '../../api/series';
import { download } from '../../browser/download';
import { FilterInput } from '../../components/FilterInput';
import { useExported } from '../../components/exported';
import { DownloadIcon } from '../../components/icons';
import { EmptyState, ErrorState, Loading } from '../../components/States';
import { explain } from '../../model/errors';
import { formatCount, formatNumber, plural } from '../../model/format';
import { nameMatcher } from '../../model/nameFilter';
import { Lines } from './Lines';
import classes from './LogView.module.css';
import { lineHead, lineRow } from './lineRow';
import { plainText } from './plainText';
import { useLog, type SeriesPlace } from './useLog';

export interface LogViewProps extends SeriesPlace {
  /** Stands first in the bar. */
  choice?: ReactNode;
  /** What the run is called in a file; left out, its id. */
  label?: string;
  /** Beside others: with a search and no switches. */
  isCompact?: boolean;
}

/** A text series, a line a step: searchable, and following its end while it grows. */
export function LogView({ choice, label, isCompact = false, ...place }: LogViewProps) {
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
  useExported(() => ({
    head: lineHead,
    rows: shown.map(({ point }) => lineRow(label ?? place.run, point)),
  }));
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
          width={isCompact ? 150 : 240}
          value={search}
          onChange={setSearch}
        />
        {!isCompact && (
          <>
            <Switch
              label="Follow"
              checked={isFollowing}
              onChange={(event) => setFollowing(event.currentTarget.checked)}
            />
            <Switch label="Wrap" checked={isWrapped} onChange={(event) => setWrapped(event.currentTarget.checked)} />
          </>
        )}
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
        {isCompact ? (
          <ActionIcon ml="auto" aria-label={`Download ${place.attribute} of ${place.run}`} onClick={save}>
            <DownloadIcon size={14} />
          </ActionIcon>
        ) : (
          <Button variant="subtle" color="gray" ml="auto" leftSection={<DownloadIcon size={14} />} onClick={save}>
            Download
          </Button>
        )}
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
          keyOf={({ point }) => point.step}
          // Its number, its step or, where earlier lines are not here yet, its time.
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
