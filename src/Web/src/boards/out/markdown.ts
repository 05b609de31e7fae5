import { safeFileName } from '../../browser/download';
import {
  bandsOf,
  foldedNote,
  type OutBlock,
  type OutDocument,
  type OutRun,
  type OutTable,
} from './document';

const pictures = 'pictures';

/** The files of a document as Markdown: the text, and a picture for each figure, by their names. */
export function markdownFiles({ title, facts, runs, sections }: OutDocument): Map<string, string> {
  const files = new Map<string, string>();
  const parts = [`# ${plain(title)}`, `*${plain(facts)}*`, ...legend(runs)];
  for (const { name, isFolded, runs: own, asOf, blocks } of sections) {
    if (name !== '') parts.push(`## ${plain(name)}`);
    if (isFolded) {
      parts.push(`*${foldedNote}*`);
      continue;
    }
    parts.push(...legend(own), asOf && `*${plain(asOf)}*`);
    const inOrder = bandsOf(blocks).flatMap((band) => band.blocks.map(({ block }) => block));
    parts.push(...inOrder.flatMap((block) => blockParts(block, files)));
  }
  return new Map([['report.md', `${parts.filter((part) => part !== '').join('\n\n')}\n`], ...files]);
}

function blockParts({ title, content }: OutBlock, files: Map<string, string>): string[] {
  if (content.is === 'prose') return [title === '' ? '' : `### ${plain(title)}`, content.markdown.trim()];
  const called = title === '' ? [] : [`**${plain(title)}**`];
  switch (content.is) {
    case 'picture': {
      const number = String(files.size + 1).padStart(2, '0');
      const file = `${pictures}/${number}-${fileName(title)}.svg`;
      files.set(file, content.alone);
      return [`![${plain(title)}](${encodeURI(file)})`];
    }
    case 'table':
      return [...called, tableText(content), content.note && `*${content.note}*`];
    case 'nothing':
      return [...called, `*${plain(content.why)}*`];
  }
}

/** Letters and digits of every script: what addresses and file systems both take. */
function fileName(title: string): string {
  const name = safeFileName(title).replace(/[^\p{L}\p{N}._-]+/gu, '-').replace(/^[-.]+|[-.]+$/g, '');
  return name.slice(0, 60) || 'figure';
}

function legend(runs: readonly OutRun[]): string[] {
  return runs.length === 0 ? [] : [`Runs: ${runs.map(({ label }) => plain(label)).join(' · ')}`];
}

function tableText({ head, rows }: OutTable): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    line(head.map(plain)),
    line(head.map(() => '---')),
    ...rows.map((row) => line(row.map(plain))),
  ].join('\n');
}

/** Text that Markdown shows as it is, on one line. */
function plain(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.replace(/[\\`*_[\]<>|$#~&]/g, (sign) => `\\${sign}`);
}
