import { Button, Progress } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useState } from 'react';

import { Dialog } from '../../../components/Dialog';
import { download } from '../../../browser/download';
import type { Column } from '../../../model/column';
import { explain } from '../../../model/errors';
import { formatCount, plural } from '../../../model/format';
import type { RunsView } from '../../../model/runsView';
import { csvParts, type CsvProgress } from './exportCsv';

export interface CsvExportProps {
  project: string;
  view: RunsView;
  columns: readonly Column[];
  close: () => void;
}

/** Downloads all rows of the table, page by page, and says how far it is. */
export function CsvExport({ project, view, columns, close }: CsvExportProps) {
  const [progress, setProgress] = useState<CsvProgress>({ done: 0, total: 0 });
  const { mutate, error } = useMutation({
    mutationFn: (signal: AbortSignal) => csvParts(project, view, columns, setProgress, signal),
    onSuccess: (parts) => {
      download(`${project} runs.csv`, new Blob(parts, { type: 'text/csv;charset=utf-8' }));
      close();
    },
  });
  useEffect(() => {
    const stop = new AbortController();
    mutate(stop.signal);
    return () => stop.abort();
  }, [mutate]);
  const { done, total } = progress;
  return (
    <Dialog onClose={close} title="Download the table">
      {error === null ? (
        <>
          <p role="status">
            {total === 0 ? 'Loading the first rows…' : `${formatCount(done)} of ${plural(total, 'row')}`}
          </p>
          <Progress value={total === 0 ? 0 : (100 * done) / total} aria-label="Progress of the download" />
        </>
      ) : (
        <p role="alert">{explain(error)}</p>
      )}
      <Button mt={14} variant="default" onClick={close}>
        {error === null ? 'Cancel' : 'Close'}
      </Button>
    </Dialog>
  );
}
