import { ActionIcon, Button, Menu, Popover } from '@mantine/core';

import { FilterInput } from '../components/FilterInput';
import { CheckIcon, ColumnsIcon, ResetIcon, SettingsIcon } from '../components/icons';
import type { Change } from '../location';
import type { ChartsView } from '../url/charts';
import classes from './ChartGrid.module.css';
import { SettingsForm } from './SettingsForm';

export interface ChartBarProps {
  view: ChartsView;
  change: Change<ChartsView>;
  /** Such as "34 of 9,000 metrics". */
  summary: string;
  filterError?: string | undefined;
}

const perRow = [0, 1, 2, 3, 4, 6];

/** What all charts have in common. */
export function ChartBar({ view, change, summary, filterError }: ChartBarProps) {
  const { settings } = view;
  return (
    <div className={classes.bar} role="toolbar" aria-label="Charts">
      <FilterInput
        label="Filter metrics (regex)"
        placeholder="Filter metrics: loss & !val | ^eval/"
        width={290}
        value={view.filter}
        onChange={(filter) => change((now) => ({ ...now, filter }), 'replace')}
        error={filterError}
      />
      <span className={classes.summary}>{summary}</span>
      <div className={classes.tools}>
        {view.zoom !== null && (
          <Button
            variant="light"
            leftSection={<ResetIcon size={13} />}
            onClick={() => change((now) => ({ ...now, zoom: null }))}
          >
            Whole range
          </Button>
        )}
        <Popover width={290} position="bottom-end">
          <Popover.Target>
            <Button variant="default" leftSection={<SettingsIcon size={14} />}>
              {settings.x === 'step' ? 'Steps' : settings.x === 'relative' ? 'Time' : 'Clock'}
              {settings.smoothing !== 'none' && ` · smoothed over ${settings.window}`}
            </Button>
          </Popover.Target>
          <Popover.Dropdown>
            <SettingsForm
              settings={settings}
              set={(part) =>
                change((now) => {
                  // A zoom in steps means nothing in milliseconds.
                  const zoom = part.x === undefined || part.x === now.settings.x ? now.zoom : null;
                  return { ...now, zoom, settings: { ...now.settings, ...part } };
                }, 'replace')
              }
            />
          </Popover.Dropdown>
        </Popover>
        <Menu>
          <Menu.Target>
            <ActionIcon aria-label="Charts in a row">
              <ColumnsIcon />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Label>Charts in a row</Menu.Label>
            {perRow.map((columns) => (
              <Menu.Item
                key={columns}
                rightSection={columns === view.columns ? <CheckIcon size={13} /> : null}
                onClick={() => change((now) => ({ ...now, columns }), 'replace')}
              >
                {columns === 0 ? 'As many as fit' : columns}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      </div>
    </div>
  );
}
