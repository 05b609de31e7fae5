import { Button, NumberInput } from '@mantine/core';

import { EyeIcon, StarIcon } from '../../../components/icons';
import classes from '../../../components/menus.module.css';
import { Popup } from '../../../components/Popup';
import type { Change } from '../../../model/change';
import { plural } from '../../../model/format';
import type { RunsView } from '../../../model/runsView';

export interface VisibleRunsMenuProps {
  view: RunsView;
  change: Change<RunsView>;
  visibleCount: number;
}

const firstChoices = [5, 10, 25, 50, 100];
const firstMax = 1000;

/** How many runs are drawn, and which. */
export function VisibleRunsMenu({ view, change, visibleCount }: VisibleRunsMenuProps) {
  const { visible } = view;
  const isFirst = visible.kind === 'first';
  const selectFirst = (count: number) =>
    change((now) => ({
      ...now,
      visible: { kind: 'first', count: Math.min(firstMax, Math.max(0, Math.round(count))) },
    }));
  return (
    <Popup
      label="Shown in charts"
      width={290}
      position="bottom-end"
      target={
        <Button
          variant="default"
          leftSection={isFirst ? <StarIcon size={14} /> : <EyeIcon size={14} />}
          title="Which runs charts and side-by-side show"
        >
          {isFirst ? `Auto-select first ${visible.count}` : `${plural(visibleCount, 'run')} shown`}
        </Button>
      }
    >
      <div className={classes.heading}>Auto-select the first runs of the table</div>
      <div className={classes.choices}>
        {firstChoices.map((count) => (
          <button
            key={count}
            type="button"
            className={classes.choice}
            aria-pressed={isFirst && visible.count === count}
            onClick={() => selectFirst(count)}
          >
            First {count}
          </button>
        ))}
      </div>
      <NumberInput
        label="Custom number"
        min={0}
        max={firstMax}
        value={isFirst ? visible.count : ''}
        onChange={(value) => {
          if (typeof value === 'number') selectFirst(value);
        }}
      />
      <Button
        mt={12}
        fullWidth
        variant="default"
        onClick={() => change((now) => ({ ...now, visible: { kind: 'these', runs: [] } }))}
      >
        Hide all
      </Button>
    </Popup>
  );
}
