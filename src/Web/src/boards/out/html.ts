import { gridColumns } from '../board';
import {
  bandsOf,
  foldedNote,
  type Band,
  type OutBlock,
  type OutContent,
  type OutDocument,
  type OutRun,
  type OutSection,
} from './document';
import { inlineSvg } from './drawing';
import { escapeHtml } from './prose';
import sheet from './sheet.css?inline';

const policy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'";

/** One file without any script, which shows the document anywhere, and prints well. */
export function documentHtml({ title, facts, runs, sections }: OutDocument): string {
  let drawings = 0;
  const draw = (svg: string) => inlineSvg(svg, `d${drawings++}-`);
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    // Whatever texts and names hold: nothing runs, and nothing is asked for.
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    `<title>${escapeHtml(title)}</title>`,
    `<style>${sheet}</style>`,
    '</head>',
    '<body>',
    '<header>',
    `<h1>${escapeHtml(title)}</h1>`,
    `<p class="facts">${escapeHtml(facts)}</p>`,
    ...legendHtml(runs),
    '</header>',
    ...sections.flatMap((section) => sectionHtml(section, draw)),
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

type Draw = (svg: string) => string | null;

function sectionHtml({ name, isFolded, runs, asOf, blocks }: OutSection, draw: Draw): string[] {
  const head = name === '' ? [] : [`<h2>${escapeHtml(name)}</h2>`];
  if (isFolded) return ['<section>', ...head, `<p class="note">${foldedNote}</p>`, '</section>'];
  const bands = bandsOf(blocks).flatMap((band) => bandHtml(band, draw));
  const note = asOf === '' ? [] : [`<p class="note">${escapeHtml(asOf)}</p>`];
  return ['<section>', ...head, ...legendHtml(runs), ...note, ...bands, '</section>'];
}

function legendHtml(runs: readonly OutRun[]): string[] {
  if (runs.length === 0) return [];
  const items = runs.map(({ label, color }) => {
    return `<li><span style="background:${escapeHtml(color)}"></span>${escapeHtml(label)}</li>`;
  });
  return [`<ul class="runs">${items.join('')}</ul>`];
}

function bandHtml({ blocks }: Band, draw: Draw): string[] {
  // A text or a table by itself may go on on the next page; figures do not break.
  const isLong = blocks.length === 1 && ['prose', 'table'].includes(blocks[0]!.block.content.is);
  const inner = blocks.map(({ block, row, rows }) => {
    const { x, w } = block.cell;
    const place = `grid-column:${x + 1}/span ${Math.min(w, gridColumns - x)};grid-row:${row}/span ${rows}`;
    return blockHtml(block, isLong ? '' : ` style="${place}"`, draw);
  });
  return [`<div class="${isLong ? 'long' : 'band'}">`, ...inner, '</div>'];
}

function blockHtml({ title, content }: OutBlock, place: string, draw: Draw): string {
  if (content.is === 'prose') {
    const head = title === '' ? '' : `<h3>${escapeHtml(title)}</h3>`;
    return `<div class="prose"${place}>${head}${content.html}</div>`;
  }
  const caption = title === '' ? '' : `<figcaption>${escapeHtml(title)}</figcaption>`;
  return `<figure${place}>${caption}${contentHtml(content, draw)}</figure>`;
}

function contentHtml(content: Exclude<OutContent, { is: 'prose' }>, draw: Draw): string {
  switch (content.is) {
    case 'picture':
      return draw(content.svg) ?? '<p class="note">This figure could not be drawn.</p>';
    case 'table': {
      const head = content.head.map((cell, at) => {
        return `<th${content.numbers.has(at) ? ' class="number"' : ''}>${escapeHtml(cell)}</th>`;
      });
      const rows = content.rows.map((row) => {
        const cells = row.map((cell, at) => {
          return `<td${content.numbers.has(at) ? ' class="number"' : ''}>${escapeHtml(cell)}</td>`;
        });
        return `<tr>${cells.join('')}</tr>`;
      });
      const { note } = content;
      return (
        `<table><thead><tr>${head.join('')}</tr></thead><tbody>${rows.join('\n')}</tbody></table>` +
        (note === '' ? '' : `<p class="note">${escapeHtml(note)}</p>`)
      );
    }
    case 'nothing':
      return `<p class="note">${escapeHtml(content.why)}</p>`;
  }
}
