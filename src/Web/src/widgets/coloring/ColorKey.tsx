import { ends, ticks } from '../../model/scale';
import classes from '../widgets.module.css';
import type { RunColors } from './useRunColors';

const categoriesShown = 6;

/** What the colors mean, where they are by an attribute. */
export function ColorKey({ colors }: { colors: RunColors }) {
  const { scale, at } = colors;
  if (scale === null) return null;
  if (scale.kind === 'category') {
    const marks = ticks(scale, scale.values.length);
    return (
      <span className={classes.colorKey}>
        {marks.slice(0, categoriesShown).map((mark) => (
          <span key={mark.label} className={classes.colorItem}>
            <span className={classes.color} style={{ background: at(mark.at) }} />
            <bdi className="name">{mark.label}</bdi>
          </span>
        ))}
        {marks.length > categoriesShown && `and ${marks.length - categoriesShown} more`}
      </span>
    );
  }
  const [least, most] = ends(scale);
  const stops = [0, 0.25, 0.5, 0.75, 1].map(at).join(', ');
  return (
    <span className={classes.colorKey}>
      {least}
      <span className={classes.gradient} style={{ background: `linear-gradient(to right, ${stops})` }} />
      {most}
    </span>
  );
}
