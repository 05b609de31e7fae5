import { useMemo } from 'react';

import { parsePatch, type PatchFile, type PatchLine } from './patch';
import classes from './Patch.module.css';

/** A file with more lines than these is folded at first. */
const openLinesMax = 400;

/** A patch, file by file, with the numbers of the lines before and after. */
export function Patch({ text }: { text: string }) {
  const files = useMemo(() => parsePatch(text), [text]);
  if (files.length === 0) return <p>Nothing was changed.</p>;
  return (
    <div className={classes.patch}>
      {files.map((file, index) => (
        <details key={index} className={classes.file} open={file.lines.length <= openLinesMax}>
          <summary>
            <bdi className="name">{file.name === '' ? 'changes' : file.name}</bdi>
            <span className={classes.added}>+{file.added}</span>
            <span className={classes.removed}>−{file.removed}</span>
          </summary>
          <Lines file={file} />
        </details>
      ))}
    </div>
  );
}

function Lines({ file }: { file: PatchFile }) {
  if (file.lines.length === 0) return <p className={classes.note}>Renamed or of another mode; the text is the same.</p>;
  return (
    <div className={classes.lines} tabIndex={0} role="region" aria-label={`Changes of ${file.name}`}>
      <table>
        <tbody>
          {file.lines.map((line, index) => (
            <Line key={index} line={line} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

const signs = { same: ' ', added: '+', removed: '−' };

function Line({ line }: { line: PatchLine }) {
  if (!('before' in line)) {
    return (
      <tr data-kind={line.kind}>
        <td colSpan={2} />
        <td>{line.text}</td>
      </tr>
    );
  }
  return (
    <tr data-kind={line.kind}>
      <td className="number">{line.before}</td>
      <td className="number">{line.after}</td>
      <td>
        <span aria-hidden="true">{signs[line.kind]} </span>
        {line.text}
      </td>
    </tr>
  );
}
