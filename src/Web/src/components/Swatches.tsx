import classes from './Swatches.module.css';

export interface SwatchesProps {
  label: string;
  /** What the empty color is called. */
  none: string;
  /** In a menu the swatches are items of it. */
  role?: 'radio' | 'menuitemradio';
  /** Empty for none. */
  value: string;
  set: (color: string) => void;
}

const palette = ['#d1373c', '#d9730d', '#b59a00', '#1f9d55', '#0b8a8f', '#3457d5', '#8b4fd9', '#c2398f'];

/** A few colors that differ clearly and are readable in both themes, and an entry for no color. */
export function Swatches({ label, none, role = 'radio', value, set }: SwatchesProps) {
  return (
    <div className={classes.palette} role={role === 'radio' ? 'radiogroup' : 'group'} aria-label={label}>
      {['', ...palette].map((color) => (
        <button
          key={color}
          type="button"
          className={classes.swatch}
          style={color === '' ? undefined : { background: color }}
          role={role}
          aria-label={color === '' ? none : color}
          aria-checked={color === value}
          onClick={() => set(color)}
        />
      ))}
    </div>
  );
}
