import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import { memo, use, useState } from 'react';

import {
  AlertIcon,
  CloseIcon,
  DownloadIcon,
  FullIcon,
  PencilIcon,
  ResetIcon,
  SettingsIcon,
  StarFilledIcon,
  StarIcon,
} from '../components/icons';
import { Path } from '../components/Name';
import { Popup } from '../components/Popup';
import type { ChartChange, ChartSpec, Threshold } from '../model/chart';
import type { ChartRun } from '../model/chartRun';
import type { ChartSettings } from '../model/chartSettings';
import type { Scheme } from '../model/color';
import type { Range } from '../model/range';
import type { StepMark } from '../model/stepMark';
import classes from './ChartCard.module.css';
import { ChartDialog } from './builder/ChartDialog';
import { ChartMenu } from './ChartMenu';
import { ChartTools } from './chartTools';
import type { ChartLine } from './draw/scene';
import { downloadChart, type PictureKind } from './export';
import type { Zoom } from './plot/LinePlot';
import { SettingsForm } from './settings/SettingsForm';

export const headHeight = 32;

export interface ChartHeadProps {
  project: string;
  chart: ChartSpec;
  title: string;
  name?: string;
  runs: readonly ChartRun[];
  baseline?: string | null | undefined;
  /** As they were chosen. */
  settings: ChartSettings;
  /** As they hold for what is drawn. */
  drawn: ChartSettings;
  isOverridden: boolean;
  isEditable: boolean;
  zoom: Range | null;
  yZoom: Range | null;
  /** Thresholds, with those computed that are formulas. */
  levels: readonly Threshold[];
  marks: readonly StepMark[];
  /** The step that the pointer was on last; null: none yet. */
  stepAt: () => number | null;
  isFull?: boolean;
  isStarred?: boolean;
  onStar?: (id: string) => void;
  /** Takes a chart that is made of this one; left out where there is no place for it. */
  onAdd?: ((chart: ChartSpec) => void) | undefined;
  /** What is odd about the points, in a sentence. */
  note?: string | null;
  linesIn: (scheme: Scheme) => readonly ChartLine[];
  onZoom: (zoom: Zoom) => void;
  onChange: (id: string, change: ChartChange) => void;
}

/** The name of a chart, a mark if it has settings of its own, and what can be done with it. */
export const ChartHead = memo(function ChartHead(props: ChartHeadProps) {
  const tools = use(ChartTools);
  const { title, name = title, drawn, isOverridden, isEditable, yZoom, isFull = false, onZoom } = props;
  return (
    <header className={classes.head} style={{ height: headHeight }}>
      <h3 className="name" title={title}>
        <Path>{name}</Path>
      </h3>
      {drawn.relative !== 'none' && (
        <span className={classes.relative}>{drawn.relative === 'difference' ? '− baseline' : '÷ baseline'}</span>
      )}
      {isOverridden && (
        <span
          className={classes.overridden}
          role="img"
          aria-label="Has its own settings"
          title="This chart has its own settings"
        />
      )}
      {props.note != null && (
        <Tooltip multiline w={280} label={props.note}>
          <span className={classes.future} role="note" tabIndex={0} aria-label={props.note}>
            <AlertIcon size={14} />
          </span>
        </Tooltip>
      )}
      {yZoom !== null && (
        <Tooltip label="Reset y zoom">
          <ActionIcon
            size="sm"
            variant="light"
            aria-label={`Reset y zoom of ${title}`}
            onClick={() => onZoom({ y: null })}
          >
            <ResetIcon size={13} />
          </ActionIcon>
        </Tooltip>
      )}
      <div className={classes.tools} data-full={isFull}>
        <StarButton {...props} />
        {tools?.(props.chart)}
        {isEditable && <EditButton {...props} />}
        {props.onAdd && <ChartMenu {...props} add={props.onAdd} />}
        <SettingsButton {...props} />
        <DownloadMenu {...props} />
        <FullScreenButton {...props} />
      </div>
    </header>
  );
});

function StarButton({ chart, title, isStarred = false, onStar }: ChartHeadProps) {
  if (onStar === undefined) return null;
  return (
    <Tooltip label={isStarred ? 'Remove the star' : 'Star: first on this page, for you'}>
      <ActionIcon
        size="sm"
        color={isStarred ? 'yellow' : 'gray'}
        aria-label={`Star ${title}`}
        aria-pressed={isStarred}
        onClick={() => onStar(chart.id)}
      >
        {isStarred ? <StarFilledIcon size={14} /> : <StarIcon size={14} />}
      </ActionIcon>
    </Tooltip>
  );
}

function EditButton({ project, runs, baseline, chart, title, onChange }: ChartHeadProps) {
  const [isOpen, setOpen] = useState(false);
  const edit = (edited: ChartSpec | null) => {
    setOpen(false);
    onChange(chart.id, { kind: 'edit', chart: edited });
  };
  return (
    <>
      <ActionIcon size="sm" aria-label={`Edit ${title}`} aria-haspopup="dialog" onClick={() => setOpen(true)}>
        <PencilIcon size={14} />
      </ActionIcon>
      {isOpen && (
        <ChartDialog
          label={`Edit ${title}`}
          project={project}
          runs={runs}
          baseline={baseline}
          chart={chart}
          save={edit}
          remove={() => edit(null)}
          close={() => setOpen(false)}
        />
      )}
    </>
  );
}

function SettingsButton(props: ChartHeadProps) {
  const { project, runs, baseline = null, chart, title, settings, isOverridden, onChange } = props;
  const set = (part: Partial<ChartSettings> | null) => onChange(chart.id, { kind: 'settings', settings: part });
  return (
    <Popup
      label={`Settings of ${title}`}
      width={290}
      position="bottom-end"
      target={
        <ActionIcon size="sm" aria-label={`Settings of ${title}`}>
          <SettingsIcon size={14} />
        </ActionIcon>
      }
    >
      <SettingsForm
        project={project}
        runs={runs}
        baseline={baseline}
        settings={settings}
        set={set}
        isOfSeveral={chart.lines.length > 1}
        {...(isOverridden ? { reset: () => set(null) } : {})}
      />
    </Popup>
  );
}

function DownloadMenu({ title, chart, linesIn, levels, marks, drawn, zoom, yZoom }: ChartHeadProps) {
  // Files go into documents: they are drawn for paper.
  const save = (kind: PictureKind) =>
    void downloadChart(kind, {
      title,
      lines: linesIn('light'),
      settings: drawn,
      zoom,
      yZoom,
      thresholds: levels,
      marks,
      axes: chart.axes,
    });
  return (
    <Menu>
      <Menu.Target>
        <ActionIcon size="sm" aria-label={`Download ${title}`}>
          <DownloadIcon size={14} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => save('png')}>Image (PNG)</Menu.Item>
        <Menu.Item onClick={() => save('svg')}>Vector image (SVG)</Menu.Item>
        <Menu.Item onClick={() => save('csv')}>Data (CSV)</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function FullScreenButton({ chart, title, isFull = false, onChange }: ChartHeadProps) {
  return (
    <Tooltip label={isFull ? 'Close' : 'Full screen'}>
      <ActionIcon
        size="sm"
        aria-label={isFull ? 'Leave full screen' : `Full screen: ${title}`}
        onClick={() => onChange(chart.id, { kind: 'fullScreen', isFull: !isFull })}
      >
        {isFull ? <CloseIcon size={14} /> : <FullIcon size={14} />}
      </ActionIcon>
    </Tooltip>
  );
}
