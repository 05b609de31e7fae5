import { ActionIcon, useComputedColorScheme } from '@mantine/core';
import { useQueries, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';

import { queryDefinitions } from '../../api/attributes';
import { fileUrls } from '../../api/files';
import { fetchPoints } from '../../api/series';
import { FilterInput } from '../../components/FilterInput';
import { BackIcon, RightIcon } from '../../components/icons';
import { Link } from '../../components/Link';
import { EmptyState, ErrorState, Loading } from '../../components/States';
import { liveKey } from '../../data/live';
import type { FileRef } from '../../model/attribute';
import type { ChartRun } from '../../model/chartRun';
import { colorOf } from '../../model/color';
import type { CompareView, SetCompare } from '../../model/compare';
import { formatNumber, plural } from '../../model/format';
import { parseExtendedRegex } from '../../model/nameFilter';
import { runPath } from '../../url/route';
import classes from '../widgets.module.css';
import { mediaKind, shownSteps, type RunFiles } from './media';

export interface MediaModeProps {
  project: string;
  runs: readonly ChartRun[];
  view: CompareView;
  set: SetCompare;
}

const seriesMax = 8;
const runsMax = 50;
const stepsShown = 8;
const pointsMax = 200;

/** The files of series as a grid for each series: runs down, steps across. */
export function MediaMode({ project, runs, view, set }: MediaModeProps) {
  const shown = runs.slice(0, runsMax);
  const ids = shown.map((run) => run.id);
  const series = useQuery({
    queryKey: ['names', project, ids, 'fileRefSeries', view.filter],
    queryFn: async ({ signal }) => {
      const filter = parseExtendedRegex(view.filter);
      const query = { project, runs: ids, types: ['fileRefSeries'] as const, filter, limit: seriesMax };
      const found = await queryDefinitions(query, signal);
      return { paths: found.entries.map(({ name }) => name), more: found.more };
    },
    placeholderData: (before) => before,
    refetchInterval: 20_000,
  });
  return (
    <>
      <div className={classes.bar} role="toolbar" aria-label="Media">
        <FilterInput
          label="Filter file series (regex)"
          placeholder="Filter file series"
          width={290}
          value={view.filter}
          onChange={(filter) => set({ filter }, 'replace')}
          error={series.error?.message}
        />
        <span className={classes.summary} role="status">
          {series.data?.more === true && `The first ${seriesMax} series: filter to see others. `}
          {runs.length > runsMax && `The first ${runsMax} of ${plural(runs.length, 'run')}.`}
        </span>
      </div>
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
          {view.filter === ''
            ? 'These runs have logged no files by step, such as sample images.'
            : 'No file series of these runs has such a name.'}
        </EmptyState>
      ) : (
        <div className={classes.media} tabIndex={0} aria-label="Files by run and step">
          {series.data.paths.map((path) => (
            <Grid key={path} project={project} runs={shown} path={path} upTo={view.step} set={set} />
          ))}
        </div>
      )}
    </>
  );
}

interface GridProps {
  project: string;
  runs: readonly ChartRun[];
  path: string;
  upTo: number | null;
  set: SetCompare;
}

function Grid({ project, runs, path, upTo, set }: GridProps) {
  const files = useQueries({
    queries: runs.map((run) => ({
      queryKey: [...liveKey(project), 'files', run.id, path, pointsMax],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        fetchPoints({ project, run: run.id, attribute: path, order: 'descending', limit: pointsMax }, signal),
    })),
    combine: (answers) => ({
      isPending: answers.some((answer) => answer.isPending),
      byRun: answers.map<RunFiles>(
        ({ data = [] }) => new Map(data.flatMap(({ step, file }) => (file ? [[step, file]] : []))),
      ),
    }),
  });
  const steps = shownSteps(files.byRun, upTo, stepsShown);
  const all = shownSteps(files.byRun, null, Infinity);
  const first = all.indexOf(steps[0] ?? NaN);
  const last = all.indexOf(steps.at(-1) ?? NaN);
  return (
    <section className={classes.mediaSeries} aria-label={path}>
      <header className={classes.mediaHead}>
        <bdi className="name" title={path}>
          {path}
        </bdi>
        <ActionIcon
          size="sm"
          aria-label={`Earlier steps of ${path}`}
          disabled={first <= 0}
          onClick={() => set({ step: all[first - 1] ?? null })}
        >
          <BackIcon size={14} />
        </ActionIcon>
        <ActionIcon
          size="sm"
          aria-label={`Later steps of ${path}`}
          disabled={last < 0 || last === all.length - 1}
          onClick={() => set({ step: last + stepsShown >= all.length - 1 ? null : all[last + stepsShown]! })}
        >
          <RightIcon size={14} />
        </ActionIcon>
      </header>
      {files.isPending ? (
        <Loading label={`Loading ${path}`} />
      ) : (
        <table className={classes.mediaTable}>
          <thead>
            <tr>
              <th />
              {steps.map((step) => (
                <th key={step} scope="col">
                  step {formatNumber(step)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {runs.map((run, index) => (
              <MediaRow key={run.id} project={project} run={run} steps={steps} files={files.byRun[index]!} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

interface MediaRowProps {
  project: string;
  run: ChartRun;
  steps: readonly number[];
  files: RunFiles;
}

function MediaRow({ project, run, steps, files }: MediaRowProps) {
  const scheme = useComputedColorScheme('light');
  const paths = useMemo(() => steps.flatMap((step) => files.get(step)?.path ?? []), [steps, files]);
  const urls = useQuery({
    queryKey: ['urls', project, paths],
    queryFn: ({ signal }) => fileUrls(project, paths, signal),
    // Addresses work for a while only.
    staleTime: 120_000,
    enabled: paths.length > 0,
    placeholderData: (before) => before,
  });
  return (
    <tr>
      <th scope="row">
        <span className={classes.mediaRun}>
          <span className={classes.color} style={{ background: colorOf(run, scheme) }} />
          <Link to={runPath(project, run.id)} className="name" title={run.label}>
            <bdi>{run.label}</bdi>
          </Link>
        </span>
      </th>
      {steps.map((step) => {
        const file = files.get(step);
        return (
          <td key={step}>
            {file === undefined ? (
              <span className={classes.noFile}>–</span>
            ) : (
              <Media file={file} url={urls.data?.get(file.path)} text={`${run.label}, step ${formatNumber(step)}`} />
            )}
          </td>
        );
      })}
    </tr>
  );
}

function Media({ file, url, text }: { file: FileRef; url: string | undefined; text: string }) {
  if (url === undefined) return <div className={classes.tile} />;
  switch (mediaKind(file)) {
    case 'image':
      return (
        <a href={url} target="_blank" rel="noreferrer" className={classes.tile} title={text}>
          <img src={url} alt={text} loading="lazy" />
        </a>
      );
    case 'video':
      return <video className={classes.tile} src={url} controls preload="metadata" aria-label={text} />;
    case 'audio':
      return <audio src={url} controls preload="none" aria-label={text} />;
    case 'other':
      return (
        <a href={url} target="_blank" rel="noreferrer" className="link name" title={file.path}>
          {file.path.split('/').at(-1)}
        </a>
      );
  }
}
