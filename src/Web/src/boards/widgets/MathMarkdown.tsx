import { useLayoutEffect, useMemo, useRef, type ComponentProps, type ReactElement } from 'react';
import ReactMarkdown from 'react-markdown';
import tables from 'remark-gfm';
import mathematics from 'remark-math';
import temml from 'temml';

import markdown from '../../components/Markdown.module.css';
import classes from '../boards.module.css';
import type { BoardScope } from '../widget';
import { LiveContext, LiveValue } from './LiveValue';
import { placed, withoutPlaces, withPlaces } from './liveValues';

interface Node {
  type: string;
  value?: string;
  url?: string;
  title?: string | null;
  alt?: string | null;
  children?: Node[];
  position?: { start: { offset?: number } };
  data?: { hName?: string; hProperties?: Record<string, unknown>; hChildren?: Node[] };
}

/** What stands between $$ in a paragraph of its own is a formula on a line of its own. */
function linesOfTheirOwn() {
  return (tree: Node, file: { value: unknown }) => {
    for (const { type, children = [] } of tree.children ?? []) {
      const [only] = children;
      if (type !== 'paragraph' || children.length !== 1 || only?.type !== 'inlineMath') continue;
      const start = only.position?.start.offset ?? 0;
      if (!String(file.value).startsWith('$$', start)) continue;
      only.data = { ...only.data, hProperties: { className: ['language-math', 'math-display'] } };
    }
  };
}

/** Values stand where they are text. Elsewhere, as in code, the text is as it was written. */
function valuesIn(sources: readonly string[]) {
  const restore = (text: string) => withoutPlaces(text, sources);
  const visit = (node: Node): Node[] => {
    if (node.type === 'text') return splitAtPlaces(node.value ?? '');
    if (node.value !== undefined) node.value = restore(node.value);
    if (node.url !== undefined) node.url = restore(node.url);
    if (node.title != null) node.title = restore(node.title);
    if (node.alt != null) node.alt = restore(node.alt);
    for (const child of node.data?.hChildren ?? []) if (child.value !== undefined) child.value = restore(child.value);
    if (node.children !== undefined) node.children = node.children.flatMap(visit);
    return [node];
  };
  return () => (tree: Node) => void visit(tree);
}

function splitAtPlaces(text: string): Node[] {
  return text.split(placed).map((part, at): Node => {
    if (at % 2 === 0) return { type: 'text', value: part };
    return { type: 'value', children: [], data: { hName: 'data', hProperties: { value: part } } };
  });
}

const plugins = [tables, mathematics, linesOfTheirOwn];
const components = { a: Anchor, code: Code, pre: Pre, data: LiveValue };

export interface MathMarkdownProps extends BoardScope {
  text: string;
}

/**
 * Markdown with LaTeX, drawn as MathML, and values of the runs. HTML within the text stays text, and addresses that run
 * scripts go nowhere.
 */
export function MathMarkdown({ text, project, runs, experiments, baseline }: MathMarkdownProps) {
  const { text: marked, sources } = useMemo(() => withPlaces(text), [text]);
  const live = useMemo(
    () => ({ sources, project, runs, experiments, baseline }),
    [sources, project, runs, experiments, baseline],
  );
  const all = useMemo(() => [...plugins, valuesIn(sources)], [sources]);
  return (
    <LiveContext value={live}>
      <div className={markdown.text}>
        <ReactMarkdown remarkPlugins={all} components={components}>
          {marked}
        </ReactMarkdown>
      </div>
    </LiveContext>
  );
}

function Anchor({ children, href }: ComponentProps<'a'>) {
  const isOwn = href?.startsWith('#') || href?.startsWith('/');
  return (
    <a href={href} {...(isOwn ? {} : { target: '_blank', rel: 'noreferrer noopener' })}>
      {children}
    </a>
  );
}

function Code({ className = '', children }: ComponentProps<'code'>) {
  if (!/\bmath-(inline|display)\b/.test(className)) return <code className={className}>{children}</code>;
  return <Formula tex={String(children)} isDisplay={className.includes('math-display')} />;
}

/** Formulas on lines of their own are no code. */
function Pre({ children }: ComponentProps<'pre'>) {
  const inner = (children as ReactElement<{ className?: string }> | undefined)?.props?.className ?? '';
  return inner.includes('math-display') ? <div className={classes.formula}>{children}</div> : <pre>{children}</pre>;
}

function Formula({ tex, isDisplay }: { tex: string; isDisplay: boolean }) {
  const host = useRef<HTMLSpanElement>(null);
  useLayoutEffect(() => {
    const { current } = host;
    if (current === null) return;
    try {
      temml.render(tex, current, { displayMode: isDisplay, throwOnError: true, trust: false, maxSize: [30, 30] });
    } catch (error) {
      current.textContent = `${tex} (${error instanceof Error ? error.message : 'not LaTeX'})`;
    }
  }, [tex, isDisplay]);
  return <span ref={host} />;
}
