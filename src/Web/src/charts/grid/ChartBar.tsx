import { ActionIcon, Button, Menu } from '@mantine/core';
import { useState, type ReactNode } from 'react';

import { FilterInput } from '../../components/FilterInput';
import { CheckIcon, PerRowIcon, PlusIcon, ResetIcon, SettingsIcon } from '../../components/icons';
import { Popup } from '../../components/Popup';
import type { Change } from '../../model/change';
import type { ChartRun } from '../../model/chartRun';
import { withChart, withSettings, type ChartsView } from '../../model/chartsView';
import { FieldSelect } from '../../pickers/FieldSelect';
import { AttributesInput } from '../../pickers/MetricInput';
import { ChartDialog } from '../builder/ChartDialog';
import { SettingsForm } from '../settings/SettingsForm';
import classes from './ChartGrid.module.css';
import { QuickSettings } from './QuickSettings';

export interface ChartBarProps {
  project: string;
  runs: readonly ChartRun[];
  view: ChartsView;
  change: Change<ChartsView>;
  /** Such as "34 of 9,000 metrics". */
  summary: string;
  filterError?: string | undefined;
  /** The way to the sections of the page. */
  sections: ReactNode;
  /** The run that lines can be drawn against, and formulas compare with. */
  baseline: string | null;
  /** What the colors of lines mean, where they are by an attribute. */
  colorKey: ReactNode;
}

/** More runs than these have colors that look alike: then a setting tells more. */
const alikeFrom = 18;

/** What all charts have in common. */
export function ChartBar(props: ChartBarProps) {
  const { project, runs, view, change, summary, filterError, sections, baseline, colorKey } = props;
  const parts = { project, runs, view, change };
  return (
    <div className={classes.bar} role="toolbar" aria-label="Charts">
      <FilterInput
        label="Filter metrics (regex)"
        placeholder="Metrics: loss & !val"
        width={210}
        value={view.filter}
        onChange={(filter) => change((now) => ({ ...now, filter }), 'replace')}
        error={filterError}
      />
      {sections}
      <span className={classes.summary}>{summary}</span>
      {(view.colorBy !== null || runs.length > alikeFrom) && (
        <span className={classes.colors}>
          <FieldSelect
            project={project}
            label="Color by"
            value={view.colorBy}
            set={(colorBy) => change((now) => ({ ...now, colorBy }))}
            isOptional
            none="run"
          />
          {colorKey}
        </span>
      )}
      <div className={classes.tools}>
        {(view.zoom !== null || Object.keys(view.yZooms).length > 0) && (
          <Button
            variant="light"
            leftSection={<ResetIcon size={13} />}
            onClick={() => change((now) => ({ ...now, zoom: null, yZooms: {} }))}
          >
            Reset zoom
          </Button>
        )}
        <QuickSettings view={view} change={change} hasBaseline={baseline !== null} />
        <NewChartButton {...parts} baseline={baseline} />
        <SettingsButton {...parts} baseline={baseline} />
        <PerRowMenu view={view} change={change} />
      </div>
    </div>
  );
}

type PartProps = Pick<ChartBarProps, 'project' | 'runs' | 'view' | 'change'>;
type ComparingPartProps = PartProps & { baseline: string | null };

function NewChartButton({ project, runs, baseline, change }: ComparingPartProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button
        variant="default"
        leftSection={<PlusIcon size={14} />}
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
      >
        Chart
      </Button>
      {isOpen && (
        <ChartDialog
          label="New chart"
          project={project}
          runs={runs}
          baseline={baseline}
          chart={null}
          save={(chart) => {
            change((now) => withChart(now, chart));
            setOpen(false);
          }}
          close={() => setOpen(false)}
        />
      )}
    </>
  );
}

function SettingsButton({ project, runs, baseline, view, change }: ComparingPartProps) {
  const { settings } = view;
  return (
    <Popup
      label="Settings of all charts"
      width={300}
      position="bottom-end"
      target={
        <ActionIcon variant="default" size={30} aria-label="Settings of all charts" title="Settings of all charts">
          <SettingsIcon />
        </ActionIcon>
      }
    >
      <SettingsForm
        project={project}
        runs={runs}
        baseline={baseline}
        settings={settings}
        isOfSeveral={view.custom.some(({ lines }) => lines.length > 1)}
        set={(part) => change((now) => withSettings(now, part), 'replace')}
      />
      <AttributesInput
        project={project}
        runs={runs}
        label="Attributes in legends"
        value={view.legend}
        onChange={(legend) => change((now) => ({ ...now, legend }), 'replace')}
      />
    </Popup>
  );
}

const perRow = [0, 1, 2, 3, 4, 6];

function PerRowMenu({ view, change }: Pick<PartProps, 'view' | 'change'>) {
  return (
    <Menu>
      <Menu.Target>
        <ActionIcon aria-label="Charts per row">
          <PerRowIcon />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Charts per row</Menu.Label>
        {perRow.map((columns) => (
          <Menu.Item
            key={columns}
            rightSection={columns === view.columns ? <CheckIcon size={13} /> : null}
            onClick={() => change((now) => ({ ...now, columns }), 'replace')}
          >
            {columns === 0 ? 'Fit to width' : columns}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
