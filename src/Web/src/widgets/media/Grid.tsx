import { ActionIcon, useComputedColorScheme } from '@mantine/core';
import { useQueries, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';

import { fileUrls } from '../../api/files';
import { fetchPoints } from '../../api/series';
import { useExported } from '../../components/exported';
import { BackIcon, RightIcon } from '../../components/icons';
import { Link } from '../../components/Link';
import { Name } from '../../components/Name';
import { Loading } from '../../components/States';
import { useAsOf } from '../../data/asOf';
import { liveKey } from '../../data/live';
import type { FileRef } from '../../model/attribute';
import type { ChartRun } from '../../model/chartRun';
import { colorOf } from '../../model/color';
import { fileKind } from '../../model/fileKind';
import { formatNumber } from '../../model/format';
import { runPath } from '../../url/route';
import classes from '../widgets.module.css';
import { nearFiles, shownSteps, type RunFiles } from './media';

const stepsShown = 8;
const pointsMax = 200;

interface MediaGridProps {
  project: string;
  runs: readonly ChartRun[];
  path: string;
  upTo: number | null;
  /** null: the step cannot be changed here. */
  setStep: ((step: number | null) => void) | null;
}

export function MediaGrid({ project, runs, path, upTo, setStep }: MediaGridProps) {
  const asOf = useAsOf();
  const files = useQueries({
    queries: runs.map((run) => ({
      queryKey: [...liveKey(project), 'files', run.id, path, pointsMax, asOf],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        fetchPoints({ project, run: run.id, attribute: path, order: 'descending', limit: pointsMax, asOf }, signal),
    })),
    combine: (answers) => ({
      isPending: answers.some((answer) => answer.isPending),
      byRun: answers.map<RunFiles>(
        ({ data = [] }) => new Map(data.flatMap(({ step, file }) => (file ? [[step, file]] : []))),
      ),
    }),
  });
  useExported(() => ({
    head: ['series', 'run', 'step', 'type', 'bytes', 'file'],
    rows: runs.flatMap((run, at) =>
      [...files.byRun[at]!].map(([step, file]) => [path, run.label, step, file.mimeType, file.sizeBytes, file.path]),
    ),
  }));
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
        {setStep && (
          <>
            <ActionIcon
              size="sm"
              aria-label={`Earlier steps of ${path}`}
              disabled={first <= 0}
              onClick={() => setStep(all[first - 1] ?? null)}
            >
              <BackIcon size={14} />
            </ActionIcon>
            <ActionIcon
              size="sm"
              aria-label={`Later steps of ${path}`}
              disabled={last < 0 || last === all.length - 1}
              onClick={() => setStep(last + stepsShown >= all.length - 1 ? null : all[last + stepsShown]!)}
            >
              <RightIcon size={14} />
            </ActionIcon>
          </>
        )}
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
              <MediaRow
                key={run.id}
                project={project}
                run={run}
                steps={steps}
                upTo={upTo}
                files={files.byRun[index]!}
              />
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
  upTo: number | null;
  files: RunFiles;
}

function MediaRow({ project, run, steps, upTo, files }: MediaRowProps) {
  const scheme = useComputedColorScheme('light');
  const cells = useMemo(() => nearFiles(files, steps, upTo), [files, steps, upTo]);
  const paths = useMemo(() => cells.flatMap((cell) => cell?.file.path ?? []), [cells]);
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
          <Link to={runPath(project, run.id)} className="name">
            <Name>{run.label}</Name>
          </Link>
        </span>
      </th>
      {cells.map((cell, at) => (
        <td key={steps[at]}>
          {cell === null ? (
            <span className={classes.noFile}>–</span>
          ) : (
            <>
              <Media
                file={cell.file}
                url={urls.data?.get(cell.file.path)}
                text={`${run.label}, step ${formatNumber(cell.step)}`}
              />
              {cell.step !== steps[at] && <span className={classes.nearStep}>step {formatNumber(cell.step)}</span>}
            </>
          )}
        </td>
      ))}
    </tr>
  );
}

function Media({ file, url, text }: { file: FileRef; url: string | undefined; text: string }) {
  if (url === undefined) return <div className={classes.tile} />;
  switch (fileKind(file)) {
    case 'image':
      return (
        <a href={url} target="_blank" rel="noreferrer" className={classes.tile} title={text}>
          <img src={url} alt={text} loading="lazy" />
        </a>
      );
    case 'video':
      return <video className={classes.tile} src={url} controls preload="metadata" aria-label={text} />;
    case 'audio':
      return <audio className={classes.audio} src={url} controls preload="none" aria-label={text} />;
    default:
      return (
        <a href={url} target="_blank" rel="noreferrer" className="link name" title={file.path}>
          {file.mimeType}
        </a>
      );
  }
}
