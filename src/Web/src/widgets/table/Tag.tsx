import classes from './RunsTable.module.css';

export interface TagProps {
  children: string;
  /** `#rrggbb`; null for none. */
  color: string | null;
}

/** A tag, in the color that people gave it. */
export function Tag({ children, color }: TagProps) {
  return (
    <span className={`name ${classes.tag}`} style={color === null ? undefined : { borderColor: color }}>
      {color !== null && <span className={classes.tagColor} style={{ background: color }} />}
      <bdi>{children}</bdi>
    </span>
  );
}
