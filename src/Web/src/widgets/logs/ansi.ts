/** A part of a line in one look. */
export interface Styled {
  text: string;
  /** 0 to 7 as terminals number them, 8 to 15 for the bright ones; null for the page's own. */
  color: number | null;
  isBold: boolean;
}

const style = /\u001b\[([\d;]*)m/g;

/** Text with the colors that a terminal would give it. What else escape sequences say is left to {@link plainText}. */
export function readStyles(text: string): Styled[] {
  const parts: Styled[] = [];
  let now: Omit<Styled, 'text'> = { color: null, isBold: false };
  let from = 0;
  const put = (to: number) => {
    if (to > from) parts.push({ text: text.slice(from, to), ...now });
  };
  for (const found of text.matchAll(style)) {
    put(found.index);
    from = found.index + found[0].length;
    now = styled(now, found[1] === '' ? [0] : found[1]!.split(';').map(Number));
  }
  put(text.length);
  return parts;
}

function styled(before: Omit<Styled, 'text'>, codes: readonly number[]): Omit<Styled, 'text'> {
  let { color, isBold } = before;
  for (let at = 0; at < codes.length; at++) {
    const code = codes[at]!;
    if (code === 0) [color, isBold] = [null, false];
    else if (code === 1) isBold = true;
    else if (code === 22) isBold = false;
    else if (code === 39) color = null;
    else if (code >= 30 && code <= 37) color = code - 30;
    else if (code >= 90 && code <= 97) color = code - 82;
    else if (code === 38 || code === 48) {
      // 256 colors and true color: the first sixteen are told apart, the others are the page's own.
      const isIndexed = codes[at + 1] === 5;
      const index = codes[at + 2] ?? -1;
      if (code === 38) color = isIndexed && index < 16 ? index : null;
      at += isIndexed ? 2 : 4;
    }
  }
  return { color, isBold };
}
