import { useQuery } from '@tanstack/react-query';

import { queryDefinitions } from '../../api/attributes';
import { FilterInput } from '../../components/FilterInput';
import { EmptyState, ErrorState, Loading } from '../../components/States';
import { plural } from '../../model/format';
import { parseExtendedRegex } from '../../model/nameFilter';
import type { WidgetProps } from '../widget';
import classes from '../widgets.module.css';
import { MediaGrid } from './Grid';
import type { MediaSpec } from './spec';

const seriesMax = 8;
const runsMax = 50;

/** The files of series as a grid for each series: runs down, steps across. */
export function MediaWidget({ project, runs, spec, onChange, isBare }: WidgetProps<MediaSpec>) {
  const shown = runs.slice(0, runsMax);
  const ids = shown.map((run) => run.id);
  const series = useQuery({
    queryKey: ['names', project, ids, 'fileRefSeries', spec.filter],
    queryFn: async ({ signal }) => {
      const filter = parseExtendedRegex(spec.filter);
      const query = { project, runs: ids, types: ['fileRefSeries'] as const, filter, limit: seriesMax };
      const found = await queryDefinitions(query, signal);
      return { paths: found.entries.map(({ name }) => name), more: found.more };
    },
    placeholderData: (before) => before,
    refetchInterval: 20_000,
  });
  return (
    <>
      {onChange && !isBare && (
        <div className={classes.bar} role="toolbar" aria-label="Media">
          <FilterInput
            label="Filter file series (regex)"
            placeholder="Filter file series"
            width={290}
            value={spec.filter}
            onChange={(filter) => onChange({ filter }, 'replace')}
            error={series.error?.message}
          />
          <span className={classes.summary} role="status">
            {series.data?.more === true && `The first ${seriesMax} series: filter to see others. `}
            {runs.length > runsMax && `The first ${runsMax} of ${plural(runs.length, 'run')}.`}
          </span>
        </div>
      )}
      {series.isPending ? (
        <Loading label="Looking for files" />
      ) : series.data === undefined ? (
        <ErrorState
          what="The file series could not be loaded"
          error={series.error}
          retry={() => void series.refetch()}
        />
      ) : series.data.paths.length === 0 ? (
        <EmptyState title="No file series">
          {spec.filter === ''
            ? 'These runs have logged no files by step, such as sample images.'
            : 'No file series of these runs has such a name.'}
        </EmptyState>
      ) : (
        <div className={classes.media} tabIndex={0} aria-label="Files by run and step">
          {series.data.paths.map((path) => (
            <MediaGrid
              key={path}
              project={project}
              runs={shown}
              path={path}
              upTo={spec.step}
              setStep={onChange ? (step) => onChange({ step }) : null}
            />
          ))}
        </div>
      )}
    </>
  );
}
