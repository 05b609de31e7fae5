import { Switch, useComputedColorScheme } from '@mantine/core';
import { useQueries, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import { useExported } from '../../components/exported';
import { FilterInput } from '../../components/FilterInput';
import { EmptyState, ErrorState, Loading } from '../../components/States';
import { useAsOf } from '../../data/asOf';
import type { ChartRun } from '../../model/chartRun';
import { colorOf } from '../../model/color';
import { formatMomentExact, plural } from '../../model/format';
import { nameMatcher } from '../../model/nameFilter';
import { lineHead, lineRow } from '../../widgets/logs/lineRow';
import { Lines } from '../../widgets/logs/Lines';
import { logQuery } from '../../widgets/logs/useLog';
import classes from '../boards.module.css';
import { mergedLines } from './mergedLines';

export interface MergedLogsProps {
  project: string;
  runs: readonly ChartRun[];
  attribute: string;
}

const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });

/** A text series of several runs as one, by time: who said what when. */
export function MergedLogs({ project, runs, attribute }: MergedLogsProps) {
  const client = useQueryClient();
  const scheme = useComputedColorScheme('light');
  const asOf = useAsOf();
  const logs = useQueries({
    queries: runs.map((run) => logQuery(client, { project, run: run.id, attribute, asOf })),
  });
  const [search, setSearch] = useState('');
  const [isFollowing, setFollowing] = useState(true);
  useExported(() => {
    const matching = nameMatcher(search);
    const { lines } = mergedLines(logs.flatMap(({ data }) => data ?? []));
    const found = lines.filter(({ point }) => matching(point.text ?? ''));
    return { head: lineHead, rows: found.map(({ of, point }) => lineRow(runs[of]!.label, point)) };
  });
  if (logs.some(({ isPending }) => isPending)) return <Loading label="Loading lines" />;
  const failed = logs.find(({ data }) => data === undefined);
  if (failed !== undefined) return <ErrorState what="The lines could not be loaded" error={failed.error} />;
  const { lines, since } = mergedLines(logs.map(({ data }) => data!));
  const matches = nameMatcher(search);
  const shown = lines.filter(({ point }) => matches(point.text ?? ''));
  return (
    <div className={classes.merged}>
      <div className={classes.mergedBar} role="toolbar" aria-label="Lines">
        <FilterInput
          label="Search lines (regex)"
          placeholder="Search lines"
          width={180}
          value={search}
          onChange={setSearch}
        />
        <Switch label="Follow" checked={isFollowing} onChange={(event) => setFollowing(event.currentTarget.checked)} />
        <span className={classes.of}>
          {search === '' ? plural(shown.length, 'line') : `${shown.length} of ${plural(lines.length, 'line')}`}
          {since !== null && ` since ${formatMomentExact(since)}`}
        </span>
      </div>
      {shown.length === 0 ? (
        <EmptyState title={search === '' ? 'No lines yet' : 'No line matches'} />
      ) : (
        <Lines
          lines={shown}
          search={search}
          keyOf={({ of, point }) => `${of} ${point.step}`}
          labelOf={({ of, point }) => (
            <>
              <span
                className={classes.dot}
                style={{ background: colorOf(runs[of]!, scheme), display: 'inline-block', marginRight: 5 }}
                role="img"
                aria-label={runs[of]!.label}
                title={runs[of]!.label}
              />
              {clock.format(point.time)}
            </>
          )}
          isFollowing={isFollowing}
          isWrapped
          stopFollowing={() => setFollowing(false)}
        />
      )}
    </div>
  );
}
