import classes from './Name.module.css';

export interface NameProps {
  children: string;
  className?: string | undefined;
  /** Shorter texts are cut at their end, if at all. */
  cutFrom?: number;
}

const cutMin = 22;
const tailChars = 11;
/** Of scripts that are written from right to left the parts would change places. */
const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;
const segments = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/**
 * A name that somebody gave, cut in its middle where there is no room: names that begin alike differ at their ends.
 * Each keeps its own direction. Readers of the screen have it whole.
 */
export function Name({ children: text, className = '', cutFrom = cutMin }: NameProps) {
  const tail = text.length < cutFrom || rightToLeft.test(text) ? '' : tailOf(text);
  if (tail === '') {
    return (
      <bdi className={`name ${className}`} title={text}>
        {text}
      </bdi>
    );
  }
  return (
    <bdi className={`${classes.cut} ${className}`} title={text}>
      <span className="visually-hidden">{text}</span>
      <span className={classes.start} aria-hidden="true">
        {text.slice(0, text.length - tail.length)}
      </span>
      <span className={classes.end} aria-hidden="true">
        {tail}
      </span>
    </bdi>
  );
}

/** Whole signs: an emoji is not cut in two. */
function tailOf(text: string): string {
  const end = text.slice(-4 * tailChars);
  return [...segments.segment(end)]
    .slice(-tailChars)
    .map(({ segment }) => segment)
    .join('');
}

/** The parts of a path, each in its own direction: a folder of one script never changes places with one of another. */
export function Path({ children: path, className = '' }: NameProps) {
  if (!rightToLeft.test(path)) return <Name className={className}>{path}</Name>;
  return (
    <span dir="ltr" className={`name ${className}`} title={path}>
      {path.split('/').map((part, at) => (
        <span key={at}>
          {at > 0 && '/'}
          <bdi>{part}</bdi>
        </span>
      ))}
    </span>
  );
}
