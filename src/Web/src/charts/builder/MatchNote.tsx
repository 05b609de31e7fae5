import { Button } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';

import { queryDefinitions } from '../../api/attributes';
import { familiesOf } from '../../formula/families';
import type { ChartRun } from '../../model/chartRun';
import { explain } from '../../model/errors';
import { plural } from '../../model/format';
import { parseExtendedRegex } from '../../model/nameFilter';
import classes from './builder.module.css';

export interface MatchNoteProps {
  project: string;
  runs: readonly ChartRun[];
  filter: string;
  choose: (filter: string) => void;
}

const namesMax = 2000;
const familiesMax = 4;
const shownMax = 3;
const restMs = 200;

/** Which metrics a filter finds; where there is no filter yet, families of metrics to choose from. */
export function MatchNote({ project, runs, filter, choose }: MatchNoteProps) {
  const [text] = useDebouncedValue(filter, restMs);
  const ids = runs.map((run) => run.id);
  const { data, error } = useQuery({
    queryKey: ['names that match', project, ids, text],
    queryFn: ({ signal }) =>
      queryDefinitions(
        { project, runs: ids, types: ['floatSeries'], filter: parseExtendedRegex(text), limit: namesMax },
        signal,
      ),
    enabled: ids.length > 0,
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  });
  if (error !== null) {
    return (
      <div className={classes.hint} role="alert">
        {explain(error)}
      </div>
    );
  }
  const names = [...new Set((data?.entries ?? []).map(({ name }) => name))];
  if (text.trim() === '') {
    return (
      <div className={classes.families}>
        {familiesOf(names)
          .slice(0, familiesMax)
          .map(({ name, members, regex }) => (
            <Button key={name} size="compact-xs" variant="light" onClick={() => choose(regex)}>
              {name} · {members}
            </Button>
          ))}
      </div>
    );
  }
  const few = names.slice(0, shownMax).join(', ');
  const rest = names.length - shownMax;
  return (
    <div className={classes.hint} role="status">
      {names.length === 0
        ? 'No metric of these runs matches.'
        : `${plural(names.length, 'metric')}: ${few}${rest > 0 ? ` and ${rest} more` : ''}`}
    </div>
  );
}
