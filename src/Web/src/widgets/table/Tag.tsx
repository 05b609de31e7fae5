import classes from './RunsTable.module.css';

export interface TagProps {
  children: string;
  /** `#rrggbb`; null for none. */
  color: string | null;
  /** What pressing it does; left out where it does nothing. */
  onPress?: () => void;
}

/** A tag, in the color that people gave it. */
export function Tag({ children, color, onPress }: TagProps) {
  const content = (
    <>
      {color !== null && <span className={classes.tagColor} style={{ background: color }} />}
      <bdi>{children}</bdi>
    </>
  );
  const look = {
    className: `name ${classes.tag}`,
    style: color === null ? undefined : { borderColor: color },
    title: children,
  };
  if (onPress === undefined) return <span {...look}>{content}</span>;
  return (
    <button type="button" {...look} aria-label={`Show the runs with the tag ${children}`} onClick={onPress}>
      {content}
    </button>
  );
}
