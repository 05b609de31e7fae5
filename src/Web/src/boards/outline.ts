import { inOrder, type BoardSection } from './board';
import { kindOf } from './options';

/** A heading of a board, to go to. */
export interface OutlineEntry {
  section: string;
  /** The text that has it; null for the name of a section. */
  widget: string | null;
  /** Among the headings of its text. */
  at: number;
  /** 0 for the name of a section. */
  level: number;
  text: string;
}

const most = 300;

/** The headings of a board: names of sections, and those within texts. */
export function outlineOf(sections: readonly BoardSection[]): OutlineEntry[] {
  const entries = sections.flatMap(({ id, head, widgets }): OutlineEntry[] => {
    const name = head === null ? '' : (head.name ?? '').trim() || 'Section';
    const own = name === '' ? [] : [{ section: id, widget: null, at: 0, level: 0, text: name }];
    const within = inOrder(widgets).flatMap(({ id: widget, dto }) =>
      kindOf(dto) === 'text'
        ? headingsOf(dto.freeText ?? '').map((heading, at) => ({ section: id, widget, at, ...heading }))
        : [],
    );
    return [...own, ...within];
  });
  return entries.slice(0, most);
}

/** The headings of a text in Markdown: those in code are none. */
export function headingsOf(text: string): { level: number; text: string }[] {
  const found: { level: number; text: string }[] = [];
  let fence: string | null = null;
  const lines = text.split('\n');
  lines.forEach((line, at) => {
    const [, mark] = /^ {0,3}(`{3,}|~{3,})/.exec(line) ?? [];
    if (mark !== undefined) {
      if (fence === null) fence = mark;
      else if (mark.startsWith(fence)) fence = null;
      return;
    }
    if (fence !== null) return;
    const [, signs, title] = /^ {0,3}(#{1,6})(?:[ \t]+(.*))?$/.exec(line) ?? [];
    if (signs !== undefined) found.push({ level: signs.length, text: plain((title ?? '').replace(/\s+#+\s*$/, '')) });
    const isUnder = /^ {0,3}(=+|-+)\s*$/.exec(line);
    const before = lines[at - 1]?.trim() ?? '';
    if (isUnder && before !== '' && !/^([#>|*+-]|\d+[.)])/.test(before)) {
      found.push({ level: isUnder[1]!.startsWith('=') ? 1 : 2, text: plain(before) });
    }
  });
  return found;
}

/** Without the signs of Markdown and LaTeX, and with a dot in place of values. */
function plain(text: string): string {
  const words = text
    .replace(/\{\{.*?\}\}/g, '…')
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/\\([\\`*_{}[\]()#+.!$|<>~-])/g, '$1')
    .replace(/[*`$]|__/g, '')
    .trim();
  return words === '' ? 'Heading' : words;
}
