import { paint, type Paint } from './paint';

/** Elements of tools: they are no part of what is shown. */
const leftOut = '[data-no-picture], [role="toolbar"], .visually-hidden, script, style';
const nodesMax = 50_000;
const svgNamespace = 'http://www.w3.org/2000/svg';

interface Drawing extends Paint {
  left: number;
  top: number;
  parts: string[];
  clips: number;
  nodes: number;
  /** Its whole content is drawn, not only what is scrolled to. */
  scroller: Element | null;
  right: number;
  bottom: number;
}

/**
 * A part of the page as a drawing: boxes, texts, pictures and drawings within it, where they lie and as they look. What
 * is scrolled out of sight is in it, as far as the page has it.
 */
export async function svgOf(root: Element, title: string): Promise<string> {
  const box = root.getBoundingClientRect();
  const drawing: Drawing = {
    ...paint(),
    left: box.left,
    top: box.top,
    parts: [],
    clips: 0,
    nodes: 0,
    scroller: scrollerOf(root),
    right: box.width,
    bottom: box.height,
  };
  await addElement(root, drawing);
  const [width, height] = [Math.ceil(drawing.right), Math.ceil(drawing.bottom)];
  const ground = drawing.colorOf(getComputedStyle(root).backgroundColor) ?? '#ffffff';
  return (
    `<svg xmlns="${svgNamespace}" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">` +
    `<title>${escaped(title)}</title><rect width="${width}" height="${height}" fill="${ground}"/>` +
    `${drawing.parts.join('')}</svg>`
  );
}

/** The box that scrolls what the widget shows: the largest one, where it fills most of it. */
function scrollerOf(root: Element): Element | null {
  const area = (element: Element) => element.clientWidth * element.clientHeight;
  const scrolling = [...root.querySelectorAll('*')].filter(
    (element) => element.scrollHeight > element.clientHeight + 1 || element.scrollWidth > element.clientWidth + 1,
  );
  const largest = scrolling
    .filter((element) => /auto|scroll/.test(getComputedStyle(element).overflow))
    .reduce<Element | null>((best, one) => (best === null || area(one) > area(best) ? one : best), null);
  return largest !== null && area(largest) > area(root) / 2 ? largest : null;
}

async function addElement(element: Element, drawing: Drawing): Promise<void> {
  if (drawing.nodes++ > nodesMax || element.matches(leftOut)) return;
  const style = getComputedStyle(element);
  if (style.display === 'none' || style.visibility === 'hidden' || style.opacity === '0') return;
  const box = element.getBoundingClientRect();
  const place = { x: box.left - drawing.left, y: box.top - drawing.top, w: box.width, h: box.height };
  if (element instanceof SVGSVGElement) return addSvg(element, place, drawing);
  if (element instanceof HTMLCanvasElement) return addImage(element.toDataURL(), place, drawing, style);
  if (element instanceof HTMLImageElement || element instanceof HTMLVideoElement) {
    const picture = pictureOf(element);
    if (picture !== null) addImage(picture, place, drawing, style);
    return;
  }
  addBox(style, place, drawing);
  if (element === drawing.scroller) return addScrolled(element, place, style, drawing);
  const isClipped = style.overflow !== 'visible' && style.display !== 'inline';
  const clip = isClipped && !(drawing.scroller !== null && element.contains(drawing.scroller));
  if (clip) {
    const id = `clip${drawing.clips++}`;
    drawing.parts.push(`<clipPath id="${id}"><rect ${rect(place)}/></clipPath><g clip-path="url(#${id})">`);
  }
  await addChildren(element, style, drawing);
  if (clip) drawing.parts.push('</g>');
}

async function addChildren(element: Element, style: CSSStyleDeclaration, drawing: Drawing): Promise<void> {
  for (const child of element.childNodes) {
    if (child instanceof Element) await addElement(child, drawing);
    else if (child instanceof Text) addText(child, style, drawing);
  }
}

/** From the first to the last thing that is there: long lists have only those that are near what is in sight. */
async function addScrolled(element: Element, place: Place, style: CSSStyleDeclaration, drawing: Drawing) {
  const boxes = [...element.children].flatMap(boxesIn);
  const least = (values: number[], usual: number) => Math.min(usual, ...values);
  const left = place.x - least(boxes.map((box) => box.left - drawing.left), place.x);
  const up = place.y - least(boxes.map((box) => box.top - drawing.top), place.y);
  const right = Math.max(0, ...boxes.map((box) => box.right - drawing.left)) + left;
  const bottom = Math.max(0, ...boxes.map((box) => box.bottom - drawing.top)) + up;
  drawing.right = Math.max(drawing.right, right + scrolledRoom);
  drawing.bottom = Math.max(drawing.bottom, bottom + scrolledRoom);
  drawing.parts.push(`<g transform="translate(${round(left)} ${round(up)})">`);
  await addChildren(element, style, drawing);
  drawing.parts.push('</g>');
}

/** The boxes of what is seen of an element: of what it cuts off its own. */
function boxesIn(element: Element): DOMRect[] {
  const isWhole = element.childElementCount === 0 || element instanceof SVGSVGElement;
  if (!isWhole && getComputedStyle(element).overflow === 'visible') return [...element.children].flatMap(boxesIn);
  const box = element.getBoundingClientRect();
  return box.width > 1 && box.height > 1 && !element.matches(leftOut) ? [box] : [];
}

/** Behind the last thing that is there. */
const scrolledRoom = 12;

interface Place {
  x: number;
  y: number;
  w: number;
  h: number;
}

function rect({ x, y, w, h }: Place): string {
  return `x="${round(x)}" y="${round(y)}" width="${round(w)}" height="${round(h)}"`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

function addBox(style: CSSStyleDeclaration, place: Place, { parts, colorOf }: Drawing) {
  const fill = colorOf(style.backgroundColor);
  const radius = Math.min(parseFloat(style.borderTopLeftRadius) || 0, place.w / 2, place.h / 2);
  if (fill !== null) parts.push(`<rect ${rect(place)} rx="${round(radius)}" fill="${fill}"/>`);
  const { x, y, w, h } = place;
  const sides = [
    [style.borderTopWidth, style.borderTopStyle, style.borderTopColor, `M${x} ${y}h${w}`],
    [style.borderRightWidth, style.borderRightStyle, style.borderRightColor, `M${x + w} ${y}v${h}`],
    [style.borderBottomWidth, style.borderBottomStyle, style.borderBottomColor, `M${x} ${y + h}h${w}`],
    [style.borderLeftWidth, style.borderLeftStyle, style.borderLeftColor, `M${x} ${y}v${h}`],
  ] as const;
  for (const [width, kind, color, d] of sides) {
    const stroke = colorOf(color);
    if (kind === 'none' || parseFloat(width) === 0 || stroke === null) continue;
    parts.push(`<path d="${d}" stroke="${stroke}" stroke-width="${parseFloat(width)}"/>`);
  }
}

/** A text, a line for each line that it takes. */
function addText(text: Text, style: CSSStyleDeclaration, drawing: Drawing) {
  if (text.data.trim() === '') return;
  const fill = drawing.colorOf(style.color);
  if (fill === null) return;
  for (const { words, box } of linesOf(text)) {
    const { font, ascent } = drawing.fontOf(style);
    const y = box.top - drawing.top + box.height * ascent;
    const place = `x="${round(box.left - drawing.left)}" y="${round(y)}" textLength="${round(box.width)}"`;
    drawing.parts.push(
      `<text ${place} lengthAdjust="spacingAndGlyphs" xml:space="preserve" fill="${fill}" ${font}>` +
        `${escaped(words)}</text>`,
    );
  }
}

function linesOf(text: Text): { words: string; box: DOMRect }[] {
  const range = document.createRange();
  range.selectNodeContents(text);
  const whole = range.getClientRects();
  if (whole.length === 0) return [];
  const lines: { words: string; box: DOMRect }[] = [];
  const add = (from: number, to: number) => {
    const words = seen(text, from, to, range).replace(/\s/g, ' ');
    range.setStart(text, from);
    range.setEnd(text, to);
    if (words.trim() !== '') lines.push({ words, box: range.getBoundingClientRect() });
  };
  if (whole.length === 1) {
    add(0, text.length);
    return lines;
  }
  let [start, top] = [0, NaN];
  for (let at = 0; at < text.length; at++) {
    const here = boxAt(text, at, range);
    if (here.width === 0) continue;
    if (!Number.isNaN(top) && Math.abs(here.top - top) > 2) {
      add(start, at);
      start = at;
    }
    ({ top } = here);
  }
  add(start, text.length);
  return lines;
}

function boxAt(text: Text, at: number, range: Range): DOMRect {
  range.setStart(text, at);
  range.setEnd(text, at + 1);
  return range.getBoundingClientRect();
}

/** The part of a text without the white space that takes no room. */
function seen(text: Text, from: number, to: number, range: Range): string {
  const part = text.data.slice(from, to);
  if (!/^\s|\s{2}|\s$/.test(part)) return part;
  return Array.from(part)
    .filter((char, at) => !/\s/.test(char) || boxAt(text, from + at, range).width > 0)
    .join('');
}

/** What of a drawing's look comes from style sheets. */
const looks = [
  ...['fill', 'fill-opacity', 'stroke', 'stroke-width', 'stroke-opacity', 'stroke-dasharray', 'stroke-linecap'],
  ...['paint-order', 'opacity', 'font-family', 'font-size', 'font-weight', 'text-anchor', 'dominant-baseline'],
  'vector-effect',
];
const colored = new Set(['fill', 'stroke']);

function addSvg(svg: SVGSVGElement, { x, y, w, h }: Place, { parts, colorOf }: Drawing) {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const [from, to] = [[svg, ...svg.querySelectorAll('*')], [copy, ...copy.querySelectorAll('*')]];
  from.forEach((one, at) => {
    const style = getComputedStyle(one);
    const target = to[at]!;
    for (const name of ['style', 'class', 'tabindex', 'role']) target.removeAttribute(name);
    for (const look of looks) {
      const value = style.getPropertyValue(look);
      if (value === '') continue;
      const isColor = colored.has(look) && value !== 'none' && !value.startsWith('url(');
      target.setAttribute(look, isColor ? (colorOf(value) ?? 'none') : value);
    }
  });
  const size = Object.entries({ x, y, width: w, height: h });
  for (const [name, value] of size) copy.setAttribute(name, String(round(value)));
  parts.push(new XMLSerializer().serializeToString(copy));
}

function addImage(data: string, place: Place, { parts }: Drawing, style: CSSStyleDeclaration) {
  const look = style.imageRendering === 'pixelated' ? ' style="image-rendering:pixelated"' : '';
  const fit = style.objectFit === 'contain' ? 'xMidYMid meet' : 'none';
  parts.push(`<image ${rect(place)} preserveAspectRatio="${fit}"${look} href="${data}"/>`);
}

/** null: nothing to see yet, or from a server that does not let it be read. */
export function pictureOf(element: HTMLImageElement | HTMLVideoElement): string | null {
  const isImage = element instanceof HTMLImageElement;
  const width = isImage ? element.naturalWidth : element.videoWidth;
  const height = isImage ? element.naturalHeight : element.videoHeight;
  if (width === 0 || height === 0) return null;
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  try {
    canvas.getContext('2d')!.drawImage(element, 0, 0);
    return canvas.toDataURL();
  } catch {
    return null;
  }
}

function escaped(text: string): string {
  const safe = text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, ' ');
  return safe.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
