import { Modal } from '@mantine/core';
import { useViewportSize } from '@mantine/hooks';

import type { Change } from '../../model/change';
import { chartTitle } from '../../model/chart';
import type { ChartRun } from '../../model/chartRun';
import { findChart, type ChartsView } from '../../model/chartsView';
import type { Directions } from '../../model/direction';
import { useChartChange, ViewChart } from './ViewChart';

export interface FullScreenProps {
  project: string;
  runs: readonly ChartRun[];
  experiments: boolean;
  /** The run that lines can be drawn against. */
  baseline?: string | null | undefined;
  /** Which way metrics are better, as far as a person said it. */
  directions?: Directions | undefined;
  view: ChartsView;
  change: Change<ChartsView>;
}

/** The chart that fills the screen, when there is one. */
export function FullScreen({ project, runs, experiments, baseline, directions, view, change }: FullScreenProps) {
  const { width, height } = useViewportSize();
  const onChange = useChartChange(change);
  const id = view.full;
  const close = () => change((now) => ({ ...now, full: null }));
  return (
    <Modal
      opened={id !== null}
      onClose={close}
      fullScreen
      withCloseButton={false}
      padding={12}
      attributes={{ content: { 'aria-label': id === null ? 'Chart' : chartTitle(findChart(view.custom, id)) } }}
    >
      {id !== null && width > 0 && (
        <ViewChart
          project={project}
          runs={runs}
          experiments={experiments}
          baseline={baseline}
          directions={directions}
          view={view}
          onChange={onChange}
          id={id}
          width={width - 24}
          height={height - 24}
          isFull
        />
      )}
    </Modal>
  );
}
