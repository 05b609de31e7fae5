import { useEffect, useRef, useState } from 'react';

import { Popup } from '../components/Popup';
import { Swatches } from '../components/Swatches';
import { runAttribute, useSetColor, type Colors } from '../data/useColors';
import { explain } from '../model/errors';
import classes from './RunColor.module.css';

export interface RunColorProps {
  project: string;
  run: string;
  label: string;
  colors: Colors;
  /** What charts draw the run in, where an attribute colors runs. */
  drawn?: string | undefined;
  /** The run is not drawn in charts. */
  isOff?: boolean;
}

/** The mark of a run's color; pressing it chooses another one, for everybody. */
export function RunColor({ run, colors, drawn, ...rest }: RunColorProps) {
  return (
    <ColorMark
      {...rest}
      name={runAttribute}
      value={run}
      color={drawn ?? colors.of(run)}
      chosen={colors.chosen(run)}
      none="Default color"
    />
  );
}

export interface ColorMarkProps {
  project: string;
  /** The attribute and the value whose color it is. */
  name: string;
  value: string;
  label: string;
  /** As it is drawn. */
  color: string;
  /** The chosen color; null for the default one, whose label is `none`. */
  chosen: string | null;
  none: string;
  isOff?: boolean;
}

/** The mark of a color; pressing it chooses another one, for everybody. */
export function ColorMark({ label, isOff = false, ...form }: ColorMarkProps) {
  const [opened, setOpened] = useState(false);
  const dot = (
    <button
      type="button"
      className={classes.dot}
      data-off={isOff}
      aria-label={`Color of ${label}`}
      aria-expanded={opened}
      title="Choose a color"
      onClick={() => setOpened((now) => !now)}
    >
      <span style={{ background: form.color }} />
    </button>
  );
  // A table has hundreds of these: only the one that is pressed gets what floats.
  if (!opened) return dot;
  return (
    <Popup label={`Color of ${label}`} isAnchor isOpen onChange={setOpened} target={dot}>
      <ColorForm {...form} />
    </Popup>
  );
}

function ColorForm({ project, name, value, color, chosen, none }: Omit<ColorMarkProps, 'label' | 'isOff'>) {
  const { mutate, error } = useSetColor(project);
  const other = useRef<HTMLInputElement>(null);
  useEffect(() => {
    // React's onChange fires for every color that the pointer passes; the browser's own only for the chosen one.
    const input = other.current;
    const pick = () => mutate({ name, value, color: input!.value });
    input?.addEventListener('change', pick);
    return () => input?.removeEventListener('change', pick);
  }, [mutate, name, value]);
  return (
    <div className={classes.form}>
      <Swatches label="Color" none={none} value={chosen ?? ''} set={(next) => mutate({ name, value, color: next })} />
      <label className={classes.other}>
        <input ref={other} type="color" defaultValue={color} />
        Custom color
      </label>
      {error !== null && <span role="alert">{explain(error)}</span>}
    </div>
  );
}
