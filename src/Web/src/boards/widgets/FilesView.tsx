import { useComputedColorScheme } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';

import { queryValues } from '../../api/attributes';
import { fileUrls } from '../../api/files';
import { useExported } from '../../components/exported';
import { Link } from '../../components/Link';
import { Name } from '../../components/Name';
import { EmptyState, ErrorState, Loading } from '../../components/States';
import { useAsOf } from '../../data/asOf';
import type { Attribute, FileRef } from '../../model/attribute';
import { colorOf } from '../../model/color';
import { fileKind } from '../../model/fileKind';
import { formatBytes, plural } from '../../model/format';
import { runPath } from '../../url/route';
import classes from '../boards.module.css';
import type { BoardWidgetProps } from '../widget';
import { NoRunsShown } from './compared';

const runsMax = 50;
/** Addresses work for a while only. */
const freshMs = 120_000;

/** Uploaded files of the runs: pictures as such, others to open. */
export function FilesView({ project, runs, dto }: BoardWidgetProps) {
  const scheme = useComputedColorScheme('light');
  const shown = useMemo(() => runs.slice(0, runsMax), [runs]);
  const names = (dto.attributes ?? []).map(({ name }) => name);
  const ids = shown.map((run) => run.id);
  const asOf = useAsOf();
  const files = useQuery({
    queryKey: ['board files', project, ids, names, asOf],
    queryFn: async ({ signal }) => {
      const limit = ids.length * names.length + 1;
      const values = await queryValues({ project, runs: ids, names, limit, asOf }, signal);
      const byRun = ids.map((id) => filesOf([...(values.get(id)?.values() ?? [])]));
      const paths = byRun.flat().map(({ path }) => path);
      return { byRun, urls: paths.length > 0 ? await fileUrls(project, paths, signal) : new Map<string, string>() };
    },
    enabled: ids.length > 0 && names.length > 0,
    staleTime: freshMs,
  });
  useExported(() => ({
    head: ['run', 'type', 'bytes', 'file'],
    rows: shown.flatMap((run, at) =>
      (files.data?.byRun[at] ?? []).map((file) => [run.label, file.mimeType, file.sizeBytes, file.path]),
    ),
  }));
  if (runs.length === 0) return <NoRunsShown />;
  if (files.error !== null) return <ErrorState what="The files could not be loaded" error={files.error} />;
  if (files.data === undefined) return <Loading label="Loading files" />;
  const { byRun, urls } = files.data;
  if (byRun.every((list) => list.length === 0)) return <EmptyState title="None of these runs has this file" />;
  return (
    <div className={classes.values} role="list" tabIndex={0}>
      {shown.map((run, at) => (
        <div key={run.id} className={classes.fileRow} role="listitem">
          <span className={classes.dot} style={{ background: colorOf(run, scheme) }} />
          <Link to={runPath(project, run.id)} className="name">
            <Name>{run.label}</Name>
          </Link>
          {byRun[at]!.map((file) => (
            <File key={file.path} file={file} url={urls.get(file.path)} text={run.label} />
          ))}
        </div>
      ))}
      {runs.length > runsMax && (
        <span className={classes.of}>
          The first {runsMax} of {plural(runs.length, 'run')}.
        </span>
      )}
    </div>
  );
}

function filesOf(attributes: readonly Attribute[]): FileRef[] {
  return attributes.flatMap((one) => ('file' in one && one.file ? [one.file] : []));
}

function File({ file, url, text }: { file: FileRef; url: string | undefined; text: string }) {
  const label = `${file.mimeType}, ${formatBytes(file.sizeBytes)}`;
  return (
    <a href={url} target="_blank" rel="noreferrer" className={`link ${classes.file}`} title={file.path}>
      {fileKind(file) === 'image' && url !== undefined ? <img src={url} alt={text} loading="lazy" /> : label}
    </a>
  );
}
