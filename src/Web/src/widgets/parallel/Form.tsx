import { Button } from '@mantine/core';
import { useState } from 'react';

import { PlusIcon } from '../../components/icons';
import { Popup } from '../../components/Popup';
import { fieldOf, type Field } from '../../model/field';
import { plural } from '../../model/format';
import { AttributeSearch } from '../../pickers/AttributeSearch';
import { ColorBy } from '../coloring/ColorBy';
import type { RunColors } from '../coloring/useRunColors';
import type { WidgetProps } from '../widget';
import classes from '../widgets.module.css';
import type { ParallelSpec } from './spec';

export interface ParallelFormProps {
  project: string;
  spec: ParallelSpec;
  colors: RunColors;
  /** Runs in all, and those that are within every range. */
  total: number;
  kept: number;
  addAxis: (axis: Field) => void;
  /** Shows only the runs that are within, where the page can do that. */
  showKept: (() => void) | null;
  onChange: Required<WidgetProps<ParallelSpec>>['onChange'];
}

export function ParallelForm(props: ParallelFormProps) {
  const { project, spec, colors, total, kept, addAxis, showKept, onChange } = props;
  return (
    <div className={classes.bar} role="toolbar" aria-label="Parallel coordinates">
      <AddAxis project={project} add={addAxis} />
      <ColorBy project={project} value={spec.colorBy} set={(colorBy) => onChange({ colorBy })} colors={colors} />
      <span className={classes.summary} role="status">
        {kept === total ? plural(total, 'run') : `${kept} of ${plural(total, 'run')} in range`}
      </span>
      {kept < total && (
        <>
          {showKept && (
            <button type="button" className="link" onClick={showKept}>
              Show only these
            </button>
          )}
          <button type="button" className="link" onClick={() => onChange({ brushes: {} })}>
            Clear the ranges
          </button>
        </>
      )}
    </div>
  );
}

const axisTypes = ['float', 'int', 'bool', 'string', 'floatSeries', 'datetime', 'stringSet'] as const;

function AddAxis({ project, add }: { project: string; add: (axis: Field) => void }) {
  const [opened, setOpened] = useState(false);
  return (
    <Popup
      label="Add an axis"
      width={360}
      padding={10}
      isOpen={opened}
      onChange={setOpened}
      target={
        <Button variant="default" leftSection={<PlusIcon size={13} />}>
          Axis
        </Button>
      }
    >
      <AttributeSearch
        project={project}
        types={axisTypes}
        height={280}
        choose={(definition) => {
          add(fieldOf(definition));
          setOpened(false);
        }}
      />
    </Popup>
  );
}
