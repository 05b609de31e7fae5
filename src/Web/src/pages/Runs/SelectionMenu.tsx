import { Button, NumberInput, Popover } from '@mantine/core';
import { useState } from 'react';

import { EyeIcon, StarIcon } from '../../components/icons';
import { plural } from '../../format';
import type { Change } from '../../location';
import type { RunsView } from '../../url/runs';
import classes from './Menus.module.css';

export interface SelectionMenuProps {
  view: RunsView;
  change: Change<RunsView>;
  selectedCount: number;
}

const firstChoices = [5, 10, 25, 50, 100];
const firstMax = 1000;

/** How many runs are drawn, and which. */
export function SelectionMenu({ view, change, selectedCount }: SelectionMenuProps) {
  const [opened, setOpened] = useState(false);
  const { selection } = view;
  const isFirst = selection.kind === 'first';
  const selectFirst = (count: number) =>
    change((now) => ({
      ...now,
      selection: { kind: 'first', count: Math.min(firstMax, Math.max(0, Math.round(count))) },
    }));
  return (
    <Popover opened={opened} onChange={setOpened} width={290} position="bottom-end" trapFocus returnFocus>
      <Popover.Target>
        <Button
          variant="default"
          leftSection={isFirst ? <StarIcon size={14} /> : <EyeIcon size={14} />}
          title="Which runs charts and side-by-side show"
          onClick={() => setOpened((now) => !now)}
        >
          {isFirst ? `First ${selection.count} shown` : `${plural(selectedCount, 'run')} shown`}
        </Button>
      </Popover.Target>
      <Popover.Dropdown p={12} aria-label="Shown in charts">
        <div className={classes.heading}>Show the first of the table, whatever it holds</div>
        <div className={classes.choices}>
          {firstChoices.map((count) => (
            <button
              key={count}
              type="button"
              className={classes.choice}
              aria-pressed={isFirst && selection.count === count}
              onClick={() => selectFirst(count)}
            >
              First {count}
            </button>
          ))}
        </div>
        <NumberInput
          label="Another number"
          min={0}
          max={firstMax}
          value={isFirst ? selection.count : ''}
          onChange={(value) => {
            if (typeof value === 'number') selectFirst(value);
          }}
        />
        <Button
          mt={12}
          fullWidth
          variant="default"
          onClick={() => change((now) => ({ ...now, selection: { kind: 'these', runs: [] } }))}
        >
          Show none
        </Button>
      </Popover.Dropdown>
    </Popover>
  );
}
