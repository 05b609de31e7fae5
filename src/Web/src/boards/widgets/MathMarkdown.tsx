import { useLayoutEffect, useRef, type ComponentProps, type ReactElement } from 'react';
import ReactMarkdown from 'react-markdown';
import tables from 'remark-gfm';
import mathematics from 'remark-math';
import temml from 'temml';

import markdown from '../../components/Markdown.module.css';
import classes from '../boards.module.css';

const plugins = [tables, mathematics];

/** Markdown with LaTeX, drawn as MathML. HTML within the text stays text, and addresses that run scripts go nowhere. */
export function MathMarkdown({ text }: { text: string }) {
  return (
    <div className={markdown.text}>
      <ReactMarkdown remarkPlugins={plugins} components={{ a: Anchor, code: Code, pre: Pre }}>
        {text}
      </ReactMarkdown>
    </div>
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
