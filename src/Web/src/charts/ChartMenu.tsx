import { ActionIcon, Menu } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';

import { CopyIcon, DotsIcon, FlagIcon, PencilIcon, PlusIcon } from '../components/icons';
import { chartTitle, newChartId, type ChartSpec } from '../model/chart';
import type { ChartRun } from '../model/chartRun';
import { ChartDialog } from './builder/ChartDialog';
import type { Start } from './builder/LinesField';

const MarksDialog = lazy(async () => ({ default: (await import('./marks/MarksDialog')).MarksDialog }));

export interface ChartMenuProps {
  project: string;
  chart: ChartSpec;
  title: string;
  runs: readonly ChartRun[];
  baseline?: string | null | undefined;
  /** Whether the chart itself can be edited: then nothing has to be made of it first. */
  isEditable: boolean;
  /** The step that the pointer was on last; null: none yet. */
  stepAt: () => number | null;
  add: (chart: ChartSpec) => void;
}

/** What can be made of a chart: a copy, or a chart of one's own that begins with it. */
export function ChartMenu({ project, chart, title, runs, baseline, isEditable, stepAt, add }: ChartMenuProps) {
  const [start, setStart] = useState<Start | 'convert' | null>(null);
  const [isMarking, setMarking] = useState(false);
  return (
    <>
      <Menu>
        <Menu.Target>
          <ActionIcon size="sm" aria-label={`More for ${title}`}>
            <DotsIcon size={14} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<PlusIcon size={14} />} onClick={() => setStart('another')}>
            Add another metric…
          </Menu.Item>
          <Menu.Item leftSection={<PlusIcon size={14} />} onClick={() => setStart('difference')}>
            Subtract a metric…
          </Menu.Item>
          {!isEditable && (
            <Menu.Item leftSection={<PencilIcon size={14} />} onClick={() => setStart('convert')}>
              Convert to custom chart…
            </Menu.Item>
          )}
          <Menu.Item leftSection={<CopyIcon size={14} />} onClick={() => add(copyOf(chart))}>
            Duplicate
          </Menu.Item>
          <Menu.Item leftSection={<FlagIcon size={14} />} onClick={() => setMarking(true)}>
            Marks on steps…
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {start !== null && (
        <ChartDialog
          label="New chart"
          project={project}
          runs={runs}
          baseline={baseline}
          chart={null}
          from={{ ...chart, title: isEditable ? chart.title : '' }}
          start={start === 'convert' ? undefined : start}
          save={(made) => {
            setStart(null);
            add(made);
          }}
          close={() => setStart(null)}
        />
      )}
      {isMarking && (
        <Suspense>
          <MarksDialog project={project} runs={runs} step={stepAt()} close={() => setMarking(false)} />
        </Suspense>
      )}
    </>
  );
}

export function copyOf(chart: ChartSpec): ChartSpec {
  return { ...chart, id: newChartId(), title: `${chartTitle(chart)} (copy)` };
}
