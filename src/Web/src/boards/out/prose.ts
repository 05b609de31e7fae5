const plainTags = new Set([
  ...['p', 'ul', 'ol', 'li', 'blockquote', 'pre', 'code', 'strong', 'em', 'del', 'sup', 'sub', 'br', 'hr'],
  ...['table', 'thead', 'tbody', 'tr', 'th', 'td', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6'],
]);
const voidTags = new Set(['br', 'hr']);
const mathNamespace = 'http://www.w3.org/1998/Math/MathML';
/** Of formulas, what says how they look. */
const mathAttributes = [
  ...['display', 'mathvariant', 'stretchy', 'fence', 'separator', 'form', 'lspace', 'rspace', 'minsize', 'maxsize'],
  ...['accent', 'accentunder', 'columnalign', 'columnspacing', 'rowspacing', 'linethickness', 'scriptlevel'],
  ...['displaystyle', 'width', 'height', 'depth', 'voffset', 'mathcolor', 'mathbackground', 'notation'],
  ...['movablelimits', 'symmetric', 'largeop', 'columnlines', 'rowlines', 'frame', 'rowalign'],
];

/**
 * What stands in a rendered text, of known elements alone: headings a level lower, as the document has its own title,
 * formulas as MathML, links with whole addresses, and pictures as data.
 *
 * @param pictureOf the picture as a `data:` address; null where it cannot be read.
 */
export function proseHtml(root: Element, pictureOf: (image: HTMLImageElement) => string | null): string {
  const inner = (element: Element) => [...element.childNodes].map(written).join('');
  const written = (node: Node): string => {
    if (node instanceof Text) return escapeHtml(node.data);
    if (!(node instanceof Element)) return '';
    if (node.namespaceURI === mathNamespace) return mathHtml(node);
    const tag = node.localName;
    if (node.matches('[data-live-error]')) return wrongHtml(node);
    if (tag === 'a') {
      const address = wholeAddress(node);
      return address === null ? inner(node) : `<a href="${escapeHtml(address)}">${inner(node)}</a>`;
    }
    if (tag === 'img') return imageHtml(node as HTMLImageElement, pictureOf);
    if (tag === 'input') return (node as HTMLInputElement).checked ? '☑ ' : '☐ ';
    if (!plainTags.has(tag)) return inner(node);
    const name = /^h[1-5]$/.test(tag) ? `h${Number(tag[1]) + 1}` : tag;
    if (voidTags.has(name)) return `<${name}>`;
    const align = (node as HTMLElement).style?.textAlign;
    const look = align === '' || align === undefined ? '' : ` style="text-align:${escapeHtml(align)}"`;
    return `<${name}${look}>${inner(node)}</${name}>`;
  };
  return inner(root);
}

/** A value that could not be computed, with its reason. */
function wrongHtml(element: Element): string {
  return `<mark title="${escapeHtml(element.getAttribute('title') ?? '')}">?</mark>`;
}

function mathHtml(element: Element): string {
  const tag = element.localName;
  // Annotations hold the LaTeX: what is read aloud and shown are the signs.
  if (tag === 'annotation' || tag === 'annotation-xml') return '';
  const said = mathAttributes.flatMap((name) => {
    const value = element.getAttribute(name);
    return value === null ? [] : [` ${name}="${escapeHtml(value)}"`];
  });
  const inner = [...element.childNodes].map((node) => {
    if (node instanceof Text) return escapeHtml(node.data);
    return node instanceof Element && node.namespaceURI === mathNamespace ? mathHtml(node) : '';
  });
  return `<${tag}${said.join('')}>${inner.join('')}</${tag}>`;
}

/** Where a link leads from anywhere; null for what is no address of a page or of a person. */
function wholeAddress(link: Element): string | null {
  try {
    const url = new URL(link.getAttribute('href') ?? '', location.href);
    return ['http:', 'https:', 'mailto:'].includes(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

function imageHtml(image: HTMLImageElement, pictureOf: (image: HTMLImageElement) => string | null): string {
  const data = pictureOf(image);
  const text = escapeHtml(image.alt);
  if (data !== null) return `<img src="${data}" alt="${text}">`;
  return `<em>${text === '' ? 'A picture that could not be read' : text}</em>`;
}

/** Within text and within attributes. */
export function escapeHtml(text: string): string {
  const safe = text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '\ufffd');
  return safe.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
