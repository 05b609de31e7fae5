import { Button, Menu, NumberInput } from '@mantine/core';

import { EyeIcon, StarIcon } from '../../components/icons';
import { plural } from '../../format';
import type { Change } from '../../location';
import type { RunsView } from '../../url/runs';

export interface SelectionMenuProps {
  view: RunsView;
  change: Change<RunsView>;
  selectedCount: number;
}

const firstChoices = [5, 10, 25, 50];
const firstMax = 1000;

/** How many runs are drawn, and which. */
export function SelectionMenu({ view, change, selectedCount }: SelectionMenuProps) {
  const { selection } = view;
  const isFirst = selection.kind === 'first';
  const selectFirst = (count: number) =>
    change((now) => ({ ...now, selection: { kind: 'first', count: Math.min(firstMax, Math.max(0, Math.round(count))) } }));
  return (
    <Menu closeOnItemClick={false} width={240}>
      <Menu.Target>
        <Button variant="default" leftSection={isFirst ? <StarIcon size={14} /> : <EyeIcon size={14} />}>
          {isFirst ? `First ${selection.count} shown` : `${plural(selectedCount, 'run')} shown`}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Show in charts the first of the table, whatever it holds</Menu.Label>
        {firstChoices.map((count) => (
          <Menu.Item
            key={count}
            leftSection={<StarIcon size={14} />}
            fw={isFirst && selection.count === count ? 600 : 400}
            onClick={() => selectFirst(count)}
          >
            First {count}
          </Menu.Item>
        ))}
        <NumberInput
          m={6}
          min={0}
          max={firstMax}
          aria-label="How many"
          placeholder="How many"
          value={isFirst ? selection.count : ''}
          onChange={(value) => {
            if (typeof value === 'number') selectFirst(value);
          }}
        />
        <Menu.Divider />
        <Menu.Item onClick={() => change((now) => ({ ...now, selection: { kind: 'these', runs: [] } }))}>
          Hide all
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
