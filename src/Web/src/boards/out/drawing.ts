const svgNamespace = 'http://www.w3.org/2000/svg';
const partsOut = 'script, foreignObject, iframe, animate, set, style';

/**
 * A drawing to stand in a page among others: its ids are its own there, it is as wide as its place, and it runs
 * nothing.
 *
 * @param prefix of ids, different for each drawing of a page.
 * @returns null for what is no drawing.
 */
export function inlineSvg(svg: string, prefix: string): string | null {
  const parsed = new DOMParser().parseFromString(svg, 'image/svg+xml');
  const root = parsed.documentElement;
  if (root.namespaceURI !== svgNamespace || parsed.querySelector('parsererror') !== null) return null;
  for (const part of root.querySelectorAll(partsOut)) part.remove();
  for (const element of [root, ...root.querySelectorAll('*')]) {
    for (const { name, value } of [...element.attributes]) {
      if (name.startsWith('on')) element.removeAttribute(name);
      else if (name === 'id') element.setAttribute(name, prefix + value);
      else if (value.startsWith('url(')) element.setAttribute(name, value.replace(/#/, `#${prefix}`));
      else if (name === 'href' || name === 'xlink:href') {
        if (value.startsWith('#')) element.setAttribute(name, `#${prefix}${value.slice(1)}`);
        else if (!value.startsWith('data:image/')) element.removeAttribute(name);
      }
    }
  }
  const width = Number(root.getAttribute('width'));
  root.removeAttribute('width');
  root.removeAttribute('height');
  // As large as on the page, and smaller where there is less room.
  root.setAttribute('style', `width:100%;max-width:${Math.round(width)}px`);
  return new XMLSerializer().serializeToString(root);
}
