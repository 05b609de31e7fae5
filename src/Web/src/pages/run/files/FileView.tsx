import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';

import { fileText, fileUrl } from '../../../api/files';
import { DownloadIcon } from '../../../components/icons';
import { ErrorState, Loading } from '../../../components/States';
import type { FileRef } from '../../../model/attribute';
import { formatBytes } from '../../../model/format';
import classes from './FileView.module.css';
import { Patch } from './Patch';

export interface FileViewProps {
  project: string;
  file: FileRef;
  /** What to call it where its attribute is not named beside it. */
  name?: string;
}

/** Signed URLs expire; they are requested again well before that. */
const urlStaleMs = 5 * 60_000;

export function useFileUrl(project: string, path: string | null) {
  return useQuery({
    queryKey: ['file', project, path],
    queryFn: ({ signal }) => fileUrl(project, path ?? '', signal),
    enabled: path !== null,
    staleTime: urlStaleMs,
    gcTime: urlStaleMs,
  });
}

/** A file: shown as far as the browser can, and to download. */
export function FileView({ project, file, name }: FileViewProps) {
  const url = useFileUrl(project, file.path);
  if (url.isPending) return <Loading label="Loading the file" />;
  if (url.isError)
    return <ErrorState what="The file could not be loaded" error={url.error} retry={() => void url.refetch()} />;
  return (
    <div className={classes.view}>
      <div className={classes.bar}>
        <bdi className="name" title={file.path}>
          {name ?? file.path.split('/').at(-1)}
        </bdi>
        <span className={classes.kind}>
          {file.mimeType} · {formatBytes(file.sizeBytes)}
        </span>
        <Button
          component="a"
          href={url.data}
          download
          variant="default"
          leftSection={<DownloadIcon size={14} />}
          ml="auto"
        >
          Download
        </Button>
      </div>
      <Content url={url.data} file={file} />
    </div>
  );
}

const textTypes = /^(text\/|application\/(json|x-yaml|yaml|xml|toml|javascript|x-sh|patch|x-ndjson))/;
const textBytesMax = 512 * 1024;

function Content({ url, file }: { url: string; file: FileRef }) {
  const name = file.path.split('/').at(-1) ?? 'file';
  if (file.mimeType.startsWith('image/')) return <img className={classes.image} src={url} alt={name} />;
  if (file.mimeType.startsWith('video/'))
    return <video className={classes.image} src={url} controls aria-label={name} />;
  if (file.mimeType.startsWith('audio/')) return <audio src={url} controls aria-label={name} />;
  if (textTypes.test(file.mimeType))
    return <TextFile url={url} isPatch={file.mimeType.includes('patch')} size={file.sizeBytes} />;
  return <p className={classes.kind}>There is no preview of this kind of file.</p>;
}

function TextFile({ url, isPatch, size }: { url: string; isPatch: boolean; size: number }) {
  const text = useQuery({
    queryKey: ['file text', url],
    queryFn: ({ signal }) => fileText(url, textBytesMax, signal),
    staleTime: Infinity,
  });
  if (text.isPending) return <Loading label="Loading the text" />;
  if (text.isError)
    return <ErrorState what="The text could not be loaded" error={text.error} retry={() => void text.refetch()} />;
  return (
    <>
      {isPatch ? (
        <Patch text={text.data} />
      ) : (
        <pre className={classes.text} tabIndex={0} role="region" aria-label="Text of the file">
          {text.data}
        </pre>
      )}
      {size > textBytesMax && <p className={classes.kind}>The first {formatBytes(textBytesMax)} are shown.</p>}
    </>
  );
}
