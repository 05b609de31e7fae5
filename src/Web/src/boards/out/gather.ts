import type { ExportedCell, ExportedTable } from '../../components/exported';
import { formatNumber } from '../../model/format';
import { inOrder, type BoardSection, type BoardWidget } from '../board';
import { kindOf, widgetTitle } from '../options';
import { readRuns } from '../reports/runGroups';
import { kinds } from '../widgets/kinds';
import { withoutPlaces, withPlaces } from '../widgets/liveValues';
import { runsMax, type OutBlock, type OutContent, type OutForm, type OutRun, type OutSection } from './document';
import type { Figure, Figures } from './figures';
import { proseHtml } from './prose';

/** How parts of a page become pictures. */
export interface Drawing {
  /** A part of the page as an SVG. */
  draw: (element: Element, title: string) => Promise<string>;
  pictureOf: (image: HTMLImageElement) => string | null;
}

const tableRowsMax = 500;
/** Of each run: as many as the widget has room for, within these. */
const [linesLeast, linesMax, lineHeight] = [8, 40, 20];

/** A section as it is on the page. */
export async function sectionOut(
  { head, widgets }: BoardSection,
  { isFolded, runs, figures }: { isFolded: boolean; runs: readonly OutRun[]; figures: Figures },
  drawing: Drawing,
): Promise<OutSection> {
  const name = head === null ? '' : (head.name ?? '').trim() || 'Section';
  const frozen = readRuns(head)?.frozen ?? null;
  const asOf = frozen === null ? '' : `Runs as of ${frozen.time.slice(0, 16).replace('T', ' ')} UTC`;
  if (isFolded) return { name, isFolded, runs: [], asOf, blocks: [] };
  const known = new Map(runs.map(({ label, color }) => [label, color]));
  const blocks: OutBlock[] = [];
  // One after the other: drawing reads where things lie on the page.
  for (const widget of inOrder(widgets)) blocks.push(await blockOut(widget, figures.of(widget.id), known, drawing));
  return { name, isFolded, runs: runs.slice(0, runsMax), asOf, blocks };
}

/** A widget as it is on the page. */
export async function blockOut(
  { dto, cell }: Pick<BoardWidget, 'dto' | 'cell'>,
  figure: Figure | null,
  known: ReadonlyMap<string, string>,
  drawing: Drawing,
): Promise<OutBlock> {
  const kind = kindOf(dto);
  const title = widgetTitle(dto);
  const block = (content: OutContent): OutBlock => ({ title, cell, content });
  if (kind === null) return block({ is: 'nothing', why: `“${dto.type}” is not known here.` });
  if (figure?.card == null) return block({ is: 'nothing', why: 'It could not be drawn in time.' });
  const content = figure.card.querySelector<HTMLElement>('[data-content]') ?? figure.card;
  const wrong = stateOf(content);
  if (wrong !== null) return block({ is: 'nothing', why: wrong });
  return block(await contentOut(kinds[kind].out, { dto, title, content, figure, known }, drawing));
}

/** What a widget says in place of what it would show; null where it shows it. */
function stateOf(content: Element): string | null {
  const state = content.querySelector('[role=status], [role=alert]');
  const isAll = state !== null && state.textContent === content.textContent;
  if (!isAll) return null;
  if (state.hasAttribute('aria-label')) return 'Its values did not come in time.';
  return state.firstElementChild?.textContent?.trim() || state.textContent?.trim() || 'It shows nothing.';
}

interface Shown {
  dto: BoardWidget['dto'];
  title: string;
  content: HTMLElement;
  figure: Figure;
  known: ReadonlyMap<string, string>;
}

async function contentOut(form: OutForm, shown: Shown, drawing: Drawing): Promise<OutContent> {
  const { dto, title, content, figure, known } = shown;
  switch (form) {
    case 'prose':
      return {
        is: 'prose',
        html: proseHtml(content, drawing.pictureOf),
        markdown: withValues(dto.freeText ?? '', content),
      };
    case 'picture': {
      const own = figure.exported.figure();
      if (own !== null) {
        const { width, height } = content.getBoundingClientRect();
        return { is: 'picture', svg: own({ width, height, known }), alone: own() };
      }
      const svg = await drawing.draw(content, title);
      return { is: 'picture', svg, alone: await drawing.draw(figure.card!, title) };
    }
    case 'table':
      return tableOut(await figure.exported.table(), tableRowsMax);
    case 'lines': {
      const room = Math.round(content.getBoundingClientRect().height / lineHeight);
      return linesOut(await figure.exported.table(), Math.min(linesMax, Math.max(linesLeast, room)));
    }
  }
}

function tableOut(table: ExportedTable | null, max: number): OutContent {
  if (table === null) return { is: 'nothing', why: 'It shows no values.' };
  const { head, rows, textOf } = table;
  const shown = rows.slice(0, max);
  const isNumber = (at: number) => shown.every((row) => row[at] == null || typeof row[at] === 'number');
  return {
    is: 'table',
    head,
    rows: shown.map((row) => row.map((cell, at) => cellText(cell, textOf?.(cell, at) ?? null))),
    numbers: new Set(head.flatMap((_, at) => (isNumber(at) ? [at] : []))),
    note: rows.length > max ? `The first ${max} of ${rows.length} rows.` : '',
  };
}

/** The last lines of each run, in their order. Most lines say the time themselves. */
function linesOut(table: ExportedTable | null, max: number): OutContent {
  if (table === null) return { is: 'nothing', why: 'It shows no lines.' };
  const counts = new Map<ExportedCell, number>();
  const rows = table.rows.toReversed().filter(([run = null]) => {
    counts.set(run, (counts.get(run) ?? 0) + 1);
    return counts.get(run)! <= max;
  });
  const time = table.head.indexOf('time');
  const without = <T>(cells: readonly T[]) => cells.filter((_, at) => at !== time);
  const content = tableOut({ head: without(table.head), rows: rows.toReversed().map(without) }, rows.length);
  if (content.is !== 'table' || rows.length === table.rows.length) return content;
  return { ...content, note: `The last ${max} lines of each run, of ${table.rows.length} lines.` };
}

const cellMax = 400;

function cellText(cell: ExportedCell, text: string | null): string {
  if (cell === null) return '–';
  const whole = text ?? (typeof cell === 'number' ? formatNumber(cell) : String(cell));
  return whole.length > cellMax ? `${whole.slice(0, cellMax)}…` : whole;
}

/** Markdown with the values that the page shows in place of their formulas. */
function withValues(text: string, content: Element): string {
  const { text: marked, sources } = withPlaces(text);
  const values = sources.map((source, at) => {
    const shown = content.querySelector(`[data-live="${at}"]`);
    if (shown === null) return source;
    return shown.hasAttribute('data-live-error') ? `?` : (shown.textContent ?? '');
  });
  return withoutPlaces(marked, values);
}
