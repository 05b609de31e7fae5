import { expect, describe, it } from 'vitest';

import { Exported } from '../../components/exported';
import { newWidget, widgetKinds, type WidgetKind } from '../options';
import { bandsOf, type OutBlock, type OutDocument } from './document';
import { inlineSvg } from './drawing';
import { blockOut } from './gather';
import { documentHtml } from './html';
import { markdownFiles } from './markdown';
import { proseHtml } from './prose';

const svg = (title: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="300" height="200"><title>${title}</title><clipPath id="box"/>` +
  `<g clip-path="url(#box)"><text>${title}</text></g></svg>`;
const drawing = { draw: (_: Element, title: string) => Promise.resolve(svg(title)), pictureOf: () => null };

/** A widget of a kind as the page would have it, with values that say which kind it is. */
async function shown(kind: WidgetKind, x = 0): Promise<OutBlock> {
  const card = document.createElement('section');
  card.innerHTML = `<div data-content><p>words of ${kind}</p></div>`;
  const exported = new Exported();
  exported.add('1', () => ({ head: ['run', 'value'], rows: [[`values of ${kind}`, 1.5]] }));
  const dto = { ...newWidget(`w-${kind}`, kind, {}, `title of ${kind}`), freeText: `words of ${kind}` };
  return blockOut({ dto, cell: { x, y: 0, w: 12, h: 7 } }, { card, exported }, new Map(), drawing);
}

function documentOf(blocks: OutBlock[]): OutDocument {
  const runs = [{ label: 'run <1>', color: '#123456' }];
  const sections = [{ name: 'Results', isFolded: false, runs, asOf: 'Runs as of noon', blocks }];
  return { title: 'A & B', facts: 'Project w/p · saved now', runs: [], sections };
}

describe.each(widgetKinds)('a widget of the kind %s', (kind) => {
  it('is in the HTML and in the Markdown with its title and what it shows', async () => {
    const made = documentOf([await shown(kind)]);
    const html = documentHtml(made);
    expect(html).toContain(`title of ${kind}`);
    expect(html).toMatch(new RegExp(`<svg|words of ${kind}|<td>values of ${kind}`));
    const files = markdownFiles(made);
    const text = files.get('report.md')!;
    expect(text).toContain(`title of ${kind}`);
    const pictures = [...files].filter(([name]) => name.endsWith('.svg'));
    for (const [name] of pictures) expect(text).toContain(`](${name})`);
    expect(pictures.length === 1 || text.includes(`words of ${kind}`) || text.includes(`values of ${kind}`)).toBe(true);
  });

  it('says so where it was not drawn, or has nothing to show', async () => {
    const dto = newWidget('w', kind, {}, `title of ${kind}`);
    const cell = { x: 0, y: 0, w: 12, h: 7 };
    const late = await blockOut({ dto, cell }, null, new Map(), drawing);
    expect(documentHtml(documentOf([late]))).toContain('could not be drawn in time');
    const card = document.createElement('section');
    card.innerHTML = '<div data-content><div role="status"><div>No runs are shown</div></div></div>';
    const empty = await blockOut({ dto, cell }, { card, exported: new Exported() }, new Map(), drawing);
    expect(documentHtml(documentOf([empty]))).toContain('No runs are shown');
    expect(markdownFiles(documentOf([empty])).get('report.md')).toContain('No runs are shown');
  });
});

describe('a document', () => {
  it('escapes names, and runs no script', () => {
    const html = documentHtml(documentOf([]));
    expect(html).toContain('<h1>A &#38; B</h1>');
    expect(html).toContain('run &#60;1&#62;');
    expect(html).toContain(`content="default-src 'none'; img-src data:; style-src 'unsafe-inline'"`);
    expect(html).toContain('<p class="note">Runs as of noon</p>');
    expect(html).not.toContain('<script');
    expect(markdownFiles(documentOf([])).get('report.md')).toContain('Runs: run \\<1\\>');
  });

  it('has the heading of a folded section, and says what is left out', () => {
    const folded = { name: 'Appendix', isFolded: true, runs: [], asOf: '', blocks: [] };
    const made = { ...documentOf([]), sections: [folded] };
    expect(documentHtml(made)).toMatch(/<h2>Appendix<\/h2>\n.*not in it/);
    expect(markdownFiles(made).get('report.md')).toContain('## Appendix\n\n*Folded');
  });

  it('keeps what lies side by side together', async () => {
    const at = (x: number, y: number, h: number): OutBlock => {
      return { title: `${x},${y}`, cell: { x, y, w: 12, h }, content: { is: 'nothing', why: '' } };
    };
    const bands = bandsOf([at(0, 9, 3), at(12, 0, 4), at(0, 0, 9), at(12, 4, 5)]);
    const places = bands.map(({ blocks }) => blocks.map(({ block, row, rows }) => `${block.title} ${row}+${rows}`));
    expect(places).toEqual([['0,0 1+2', '12,0 1+1', '12,4 2+1'], ['0,9 1+1']]);
    const two = documentHtml(documentOf([await shown('bars'), await shown('scatter', 12)]));
    expect(two).toContain('grid-column:13/span 12');
    expect([...two.matchAll(/ id="(.*?)"/g)].map(([, id]) => id)).toEqual(['d0-box', 'd1-box']);
    expect(two).toContain('url(#d1-box)');
  });

  it('holds so many rows of a table, of logs the last ones, and says how many there are', async () => {
    const block = async (kind: WidgetKind) => {
      const exported = new Exported();
      const rows = Array.from({ length: 1000 }, (_, at) => [at % 2 === 0 ? 'a' : 'b', 'a time', `line ${at}`, at]);
      exported.add('1', () => ({ head: ['run', 'time', 'text', 'step'], rows }));
      const card = document.createElement('section');
      card.textContent = 'a table';
      const dto = newWidget('w', kind);
      return blockOut({ dto, cell: { x: 0, y: 0, w: 24, h: 7 } }, { card, exported }, new Map(), drawing);
    };
    const [runs, logs] = [await block('runs'), await block('logs')];
    const html = documentHtml(documentOf([runs]));
    expect(html).toContain('<td>line 0</td><td class="number">0</td>');
    expect(html).not.toContain('line 999');
    expect(html).toContain('The first 500 of 1000 rows.');
    const text = markdownFiles(documentOf([logs])).get('report.md')!;
    expect(text).toContain('| b | line 999 | 999 |');
    expect(text.match(/\| a \|/g)).toHaveLength(8);
    expect(text).not.toContain('a time');
    expect(text).toContain('*The last 8 lines of each run, of 1000 lines.*');
  });
});

describe('a drawing', () => {
  it('runs nothing and asks for nothing within a page', () => {
    const bad =
      '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9" onload="alert(1)"><script>alert(1)</script>' +
      '<a href="javascript:alert(1)"><image href="http://example.com/x.png"/></a><foreignObject/></svg>';
    const made = inlineSvg(bad, 'a-')!;
    expect(made).not.toMatch(/script|onload|example|foreignObject/);
    expect(inlineSvg('<svg', 'a-')).toBeNull();
    expect(inlineSvg('<p>no drawing</p>', 'a-')).toBeNull();
  });

  it('keeps names that look like references', () => {
    const named = svg('x id=&quot;box&quot; url(#box)');
    expect(inlineSvg(named, 'a-')).toContain('<text>x id="box" url(#box)</text>');
  });
});

describe('prose', () => {
  it('has known elements alone', () => {
    const root = document.createElement('div');
    root.innerHTML =
      '<h1>Head</h1><p onclick="x()">a <strong>b</strong> <a href="javascript:x()">c</a> <a href="/w/p">d</a></p>' +
      '<script>bad()</script><iframe></iframe><p><input type="checkbox" checked> done</p>' +
      '<p><span data-live="0">0.5</span> ' +
      '<span data-live="1" data-live-error title="No &quot;metric&quot;">?</span></p>' +
      '<img src="https://example.com/p.png" alt="a picture">' +
      '<math display="block"><mi onclick="x()" mathcolor="red">x</mi><annotation>\\x</annotation></math>';
    const html = proseHtml(root, () => null);
    expect(html).toContain('<h2>Head</h2><p>a <strong>b</strong> c <a');
    expect(html).toContain(`<a href="${location.origin}/w/p">d</a>`);
    expect(html).toContain('☑  done');
    expect(html).toContain('0.5 <mark title="No &#34;metric&#34;">?</mark>');
    expect(html).toContain('<em>a picture</em>');
    expect(html).toContain('<math display="block"><mi mathcolor="red">x</mi></math>');
    expect(html).not.toMatch(/onclick|<script|<iframe|javascript|example/);
  });
});
