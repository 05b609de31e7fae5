import type { CompareView, SetCompare } from '../../model/compare';
import { FieldSelect } from '../../pickers/FieldSelect';
import { ColorKey } from './ColorKey';
import type { RunColors } from './useRunColors';

export interface ColorByProps {
  project: string;
  view: CompareView;
  set: SetCompare;
  colors: RunColors;
}

/** What the runs have their colours by, and what these mean. */
export function ColorBy({ project, view, set, colors }: ColorByProps) {
  return (
    <>
      <FieldSelect
        project={project}
        label="Colour"
        value={view.colorBy}
        set={(colorBy) => set({ colorBy })}
        isOptional
        none="by run"
      />
      <ColorKey colors={colors} />
    </>
  );
}
