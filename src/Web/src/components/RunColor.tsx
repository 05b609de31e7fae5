import { Popover } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';

import { useSetColor, type Colors } from './colors';
import classes from './RunColor.module.css';
import { explain } from './States';
import { Swatches } from './Swatches';

export interface RunColorProps {
  project: string;
  run: string;
  label: string;
  colors: Colors;
  /** The run is not drawn in charts. */
  isOff?: boolean;
}

/** The mark of a run's colour; pressing it chooses another one, for everybody. */
export function RunColor({ project, run, label, colors, isOff = false }: RunColorProps) {
  const [opened, setOpened] = useState(false);
  const dot = (
    <button
      type="button"
      className={classes.dot}
      data-off={isOff}
      aria-label={`Colour of ${label}`}
      aria-expanded={opened}
      title="Choose a colour"
      onClick={() => setOpened((now) => !now)}
    >
      <span style={{ background: colors.of(run) }} />
    </button>
  );
  // A table has hundreds of these: only the one that is pressed gets what floats.
  if (!opened) return dot;
  return (
    <Popover opened onChange={setOpened} position="bottom-start" trapFocus returnFocus withRoles={false}>
      <Popover.Target>{dot}</Popover.Target>
      <Popover.Dropdown p={12} role="dialog" aria-label={`Colour of ${label}`}>
        <ColorForm project={project} run={run} colors={colors} />
      </Popover.Dropdown>
    </Popover>
  );
}

function ColorForm({ project, run, colors }: Pick<RunColorProps, 'project' | 'run' | 'colors'>) {
  const { mutate, error } = useSetColor(project);
  const other = useRef<HTMLInputElement>(null);
  useEffect(() => {
    // React's onChange tells of every colour that the pointer passes over; the browser's own, of the one chosen.
    const input = other.current;
    const chosen = () => mutate({ run, color: input!.value });
    input?.addEventListener('change', chosen);
    return () => input?.removeEventListener('change', chosen);
  }, [mutate, run]);
  return (
    <div className={classes.form}>
      <Swatches
        label="Colour"
        none="The run’s own colour"
        value={colors.chosen(run) ?? ''}
        set={(color) => mutate({ run, color })}
      />
      <label className={classes.other}>
        <input ref={other} type="color" defaultValue={colors.of(run)} />
        Another colour
      </label>
      {error !== null && <span role="alert">{explain(error)}</span>}
    </div>
  );
}
