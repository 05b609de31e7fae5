import { SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { dsvFormat } from 'd3-dsv';
import { useMemo, useState } from 'react';

import { fileText } from '../../../api/files';
import { Markdown } from '../../../components/Markdown';
import { ErrorState, Loading } from '../../../components/States';
import type { FileKind } from '../../../model/fileKind';
import { formatBytes, formatCount } from '../../../model/format';
import classes from './FileView.module.css';
import { indented } from './indented';
import { Patch } from './Patch';

export const textBytesMax = 512 * 1024;

export interface TextFileProps {
  url: string;
  kind: FileKind;
  size: number;
  /** Between the cells of a table. */
  separator: string;
}

/** A file of text: as people read it, or as it is. */
export function TextFile({ url, kind, size, separator }: TextFileProps) {
  const [isRaw, setRaw] = useState(false);
  const text = useQuery({
    queryKey: ['file text', url],
    queryFn: ({ signal }) => fileText(url, textBytesMax, signal),
    staleTime: Infinity,
  });
  if (text.isPending) return <Loading label="Loading the text" />;
  if (text.isError)
    return <ErrorState what="The text could not be loaded" error={text.error} retry={() => void text.refetch()} />;
  const hasForm = kind !== 'text';
  return (
    <>
      {hasForm && (
        <SegmentedControl
          aria-label="How the text is shown"
          value={isRaw ? 'raw' : 'shown'}
          onChange={(value) => setRaw(value === 'raw')}
          data={[
            { value: 'shown', label: 'Preview' },
            { value: 'raw', label: 'Text' },
          ]}
        />
      )}
      {hasForm && !isRaw ? <Shown text={text.data} kind={kind} separator={separator} /> : <Plain text={text.data} />}
      {size > textBytesMax && <p className={classes.kind}>The first {formatBytes(textBytesMax)} are shown.</p>}
    </>
  );
}

function Shown({ text, kind, separator }: { text: string; kind: FileKind; separator: string }) {
  switch (kind) {
    case 'markdown':
      return <Markdown>{text}</Markdown>;
    case 'table':
      return <Table text={text} separator={separator} />;
    case 'json':
      return <Plain text={indented(text)} />;
    case 'patch':
      return <Patch text={text} />;
    case 'html':
      return (
        <>
          <p className={classes.kind}>Scripts do not run in the preview: download the page to open it as a whole.</p>
          <iframe className={classes.page} title="Preview of the page" sandbox="" srcDoc={text} />
        </>
      );
    default:
      return <Plain text={text} />;
  }
}

function Plain({ text }: { text: string }) {
  return (
    <pre className={classes.text} tabIndex={0} role="region" aria-label="Text of the file">
      {text}
    </pre>
  );
}

const rowsMax = 500;
const cellsMax = 100;

function Table({ text, separator }: { text: string; separator: string }) {
  const rows = useMemo(() => dsvFormat(separator).parseRows(text), [text, separator]);
  const [head = [], ...body] = rows;
  return (
    <>
      <div className={classes.table} tabIndex={0} role="region" aria-label="Table of the file">
        <table>
          <thead>
            <tr>
              {head.slice(0, cellsMax).map((cell, at) => (
                <th key={at} scope="col">
                  {cell}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {body.slice(0, rowsMax).map((row, at) => (
              <tr key={at}>
                {row.slice(0, cellsMax).map((cell, place) => (
                  <td key={place} className={/^[-+]?[\d.]+(e[-+]?\d+)?$/i.test(cell) ? 'number' : undefined}>
                    {cell}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {(body.length > rowsMax || head.length > cellsMax) && (
        <p className={classes.kind}>
          The first {formatCount(Math.min(rowsMax, body.length))} rows and {Math.min(cellsMax, head.length)} columns
          of{' '}
          {formatCount(body.length)} and {formatCount(head.length)}.
        </p>
      )}
    </>
  );
}
