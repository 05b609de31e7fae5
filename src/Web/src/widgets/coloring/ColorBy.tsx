import type { Field } from '../../model/field';
import { FieldSelect } from '../../pickers/FieldSelect';
import { ColorKey } from './ColorKey';
import type { RunColors } from './useRunColors';

export interface ColorByProps {
  project: string;
  value: Field | null;
  set: (field: Field | null) => void;
  colors: RunColors;
}

/** What the runs have their colors by, and what these mean. */
export function ColorBy({ project, value, set, colors }: ColorByProps) {
  return (
    <>
      <FieldSelect project={project} label="Color by" value={value} set={set} isOptional none="run" />
      <ColorKey colors={colors} />
    </>
  );
}
