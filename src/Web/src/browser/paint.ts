/** What programs that draw understand of colors and fonts of a page. */
export interface Paint {
  /** As `#rrggbb` or `rgba()`, whatever form it has in the style sheet; null for one that cannot be seen. */
  colorOf: (color: string) => string | null;
  fontOf: (style: CSSStyleDeclaration) => {
    /** As attributes of a text. */
    font: string;
    /** How far down its box a line of text stands, as a share. */
    ascent: number;
  };
}

export function paint(): Paint {
  const canvas = document.createElement('canvas');
  canvas.width = 1;
  canvas.height = 1;
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  const colors = new Map<string, string | null>();
  const fonts = new Map<string, { font: string; ascent: number }>();
  return {
    colorOf: (color) => {
      const known = colors.get(color);
      if (known !== undefined) return known;
      context.clearRect(0, 0, 1, 1);
      context.fillStyle = color;
      context.fillRect(0, 0, 1, 1);
      const [red, green, blue, alpha] = context.getImageData(0, 0, 1, 1).data;
      const hex = [red, green, blue].map((part) => part!.toString(16).padStart(2, '0')).join('');
      const found =
        alpha === 0
          ? null
          : alpha === 255
            ? `#${hex}`
            : `rgba(${red},${green},${blue},${Math.round((alpha! / 255) * 1000) / 1000})`;
      colors.set(color, found);
      return found;
    },
    fontOf: ({ fontFamily, fontSize, fontWeight, fontStyle }) => {
      const key = `${fontStyle} ${fontWeight} ${fontSize} ${fontFamily}`;
      const known = fonts.get(key);
      if (known !== undefined) return known;
      context.font = key;
      const { fontBoundingBoxAscent: up, fontBoundingBoxDescent: down } = context.measureText('x');
      const family = fontFamily.replaceAll('"', "'");
      const font =
        `font-family="${family}" font-size="${parseFloat(fontSize)}" font-weight="${fontWeight}"` +
        (fontStyle === 'normal' ? '' : ` font-style="${fontStyle}"`);
      const made = { font, ascent: up / (up + down) };
      fonts.set(key, made);
      return made;
    },
  };
}
