import { ActionIcon, Menu, Popover, Tooltip } from '@mantine/core';
import { memo } from 'react';

import { CloseIcon, DownloadIcon, FullIcon, PencilIcon, ResetIcon, SettingsIcon } from '../components/icons';
import { ownIndex, type Chart } from '../model/chart';
import type { ChartSettings } from '../model/chartSettings';
import type { ChartsView } from '../model/chartsView';
import type { Scheme } from '../model/color';
import type { Range } from '../model/range';
import classes from './ChartCard.module.css';
import type { ChartCardProps } from './chartCardProps';
import type { ChartLine } from './draw/scene';
import { downloadChart, type PictureKind } from './export';
import type { Zoom } from './plot/LineChart';
import { CustomChartForm } from './settings/CustomChartForm';
import { SettingsForm } from './settings/SettingsForm';

export const headHeight = 32;

export interface ChartHeadProps extends ChartCardProps {
  chart: Chart;
  settings: ChartSettings;
  linesIn: (scheme: Scheme) => readonly ChartLine[];
  zoom: ChartsView['zoom'];
  yZoom: Range | null;
  onZoom: (zoom: Zoom) => void;
}

/** The name of a chart, a mark if it has settings of its own, and what can be done with it. */
export const ChartHead = memo(function ChartHead(props: ChartHeadProps) {
  const { project, runs, attribute, title, chart, view, change, settings, linesIn, zoom, yZoom, onZoom } = props;
  const { isFull = false } = props;
  const override = view.overrides[attribute];
  const own = ownIndex(attribute, view.own);
  const set = (part: Partial<ChartSettings> | null) =>
    change((now) => {
      const { [attribute]: before, ...others } = now.overrides;
      return { ...now, overrides: part === null ? others : { ...others, [attribute]: { ...before, ...part } } };
    }, 'replace');
  // Files go into documents: they are drawn for paper.
  const save = (kind: PictureKind) =>
    void downloadChart(kind, { title: chart.title, lines: linesIn('light'), settings, zoom, yZoom });
  return (
    <header className={classes.head} style={{ height: headHeight }}>
      <h3 className="name" title={own < 0 ? attribute : chart.title}>
        <bdi>{isFull || own >= 0 ? chart.title : title}</bdi>
      </h3>
      {override && (
        <span
          className={classes.overridden}
          role="img"
          aria-label="Has settings of its own"
          title="This chart has settings of its own"
        />
      )}
      {yZoom !== null && (
        <Tooltip label="Show all values">
          <ActionIcon
            size="sm"
            variant="light"
            aria-label={`Show all values of ${chart.title}`}
            onClick={() => onZoom({ y: null })}
          >
            <ResetIcon size={13} />
          </ActionIcon>
        </Tooltip>
      )}
      <div className={classes.tools} data-full={isFull}>
        {own >= 0 && (
          <Popover width={380} position="bottom-end">
            <Popover.Target>
              <ActionIcon size="sm" aria-label={`Edit ${chart.title}`}>
                <PencilIcon size={14} />
              </ActionIcon>
            </Popover.Target>
            <Popover.Dropdown>
              <CustomChartForm project={project} runs={runs} index={own} view={view} change={change} />
            </Popover.Dropdown>
          </Popover>
        )}
        <Popover width={290} position="bottom-end">
          <Popover.Target>
            <ActionIcon size="sm" aria-label={`Settings of ${chart.title}`}>
              <SettingsIcon size={14} />
            </ActionIcon>
          </Popover.Target>
          <Popover.Dropdown>
            <SettingsForm
              project={project}
              runs={runs}
              settings={settings}
              set={set}
              isOfSeveral={chart.formulas.length > 1}
              {...(override ? { reset: () => set(null) } : {})}
            />
          </Popover.Dropdown>
        </Popover>
        <Menu>
          <Menu.Target>
            <ActionIcon size="sm" aria-label={`Download ${chart.title}`}>
              <DownloadIcon size={14} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => save('png')}>Picture (PNG)</Menu.Item>
            <Menu.Item onClick={() => save('svg')}>Drawing (SVG)</Menu.Item>
            <Menu.Item onClick={() => save('csv')}>Values (CSV)</Menu.Item>
          </Menu.Dropdown>
        </Menu>
        <Tooltip label={isFull ? 'Close' : 'Full screen'}>
          <ActionIcon
            size="sm"
            aria-label={isFull ? 'Leave full screen' : `Full screen: ${chart.title}`}
            onClick={() => change((now) => ({ ...now, full: isFull ? null : attribute }))}
          >
            {isFull ? <CloseIcon size={14} /> : <FullIcon size={14} />}
          </ActionIcon>
        </Tooltip>
      </div>
    </header>
  );
});
