import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';

import { fileUrl } from '../../../api/files';
import { DownloadIcon } from '../../../components/icons';
import { Path } from '../../../components/Name';
import { ErrorState, Loading } from '../../../components/States';
import type { FileRef } from '../../../model/attribute';
import { fileKind } from '../../../model/fileKind';
import { formatBytes } from '../../../model/format';
import classes from './FileView.module.css';
import { Picture, VectorPicture } from './Picture';
import { textBytesMax, TextFile } from './TextFile';

export interface FileViewProps {
  project: string;
  file: FileRef;
  /** What to call it: the server's name of a file says nothing to people. */
  name: string;
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
        <Path>{name}</Path>
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
      <Content url={url.data} file={file} name={name} />
    </div>
  );
}

function Content({ url, file, name }: { url: string; file: FileRef; name: string }) {
  const kind = fileKind(file, name);
  if (file.sizeBytes === 0) return <p className={classes.kind}>The file is empty.</p>;
  switch (kind) {
    case 'image':
      return <Picture url={url} mimeType={file.mimeType} name={name} isLarge />;
    case 'svg':
      if (file.sizeBytes > textBytesMax) {
        return <p className={classes.kind}>The picture is too large to be shown here: download it.</p>;
      }
      return <VectorPicture url={url} name={name} isLarge />;
    case 'video':
      return <video className={classes.image} src={url} controls aria-label={name} />;
    case 'audio':
      return <audio src={url} controls aria-label={name} />;
    case 'pdf':
      return (
        <p className={classes.kind}>
          Browsers show PDF with a plug-in, which runs outside of what this app allows to files: download it to read it.
        </p>
      );
    case 'other':
      return <p className={classes.kind}>There is no preview of this kind of file.</p>;
    default:
      return <TextFile url={url} kind={kind} size={file.sizeBytes} separator={separatorOf(file, name)} />;
  }
}

function separatorOf({ mimeType }: FileRef, name: string): string {
  return mimeType.includes('tab-separated') || name.endsWith('.tsv') ? '\t' : ',';
}
