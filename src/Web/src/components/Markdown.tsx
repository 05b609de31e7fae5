import { lazy, Suspense } from 'react';
import classes from './Markdown.module.css';

/** Its code comes when the first text is shown. */
const Drawn = lazy(async () => {
  const [{ default: ReactMarkdown }, { default: tables }] = await Promise.all([
    import('react-markdown'),
    import('remark-gfm'),
  ]);
  return {
    // HTML within the text stays text, and addresses that run scripts go nowhere.
    default: ({ text }: { text: string }) => (
      <ReactMarkdown
        remarkPlugins={[tables]}
        components={{
          a: ({ children, href }) => (
            <a href={href} target="_blank" rel="noreferrer noopener">
              {children}
            </a>
          ),
        }}
      >
        {text}
      </ReactMarkdown>
    ),
  };
});

/** A text in Markdown; as it was written until it can be drawn. */
export function Markdown({ children: text }: { children: string }) {
  return (
    <div className={classes.text}>
      <Suspense fallback={<p>{text}</p>}>
        <Drawn text={text} />
      </Suspense>
    </div>
  );
}
