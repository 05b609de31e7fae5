import { Modal } from '@mantine/core';
import { useViewportSize } from '@mantine/hooks';

import type { Change } from '../../model/change';
import type { ChartRun } from '../../model/chartRun';
import type { ChartsView } from '../../model/chartsView';
import { ChartCard } from '../ChartCard';

export interface FullScreenProps {
  project: string;
  runs: readonly ChartRun[];
  experiments: boolean;
  view: ChartsView;
  change: Change<ChartsView>;
}

/** The chart that fills the screen, when there is one. */
export function FullScreen({ project, runs, experiments, view, change }: FullScreenProps) {
  const { width, height } = useViewportSize();
  const path = view.full;
  const close = () => change((now) => ({ ...now, full: null }));
  return (
    <Modal
      opened={path !== null}
      onClose={close}
      fullScreen
      withCloseButton={false}
      padding={12}
      transitionProps={{ duration: 0 }}
      attributes={{ content: { 'aria-label': path ?? 'Chart' } }}
    >
      {path !== null && width > 0 && (
        <ChartCard
          project={project}
          attribute={path}
          title={path}
          runs={runs}
          experiments={experiments}
          view={view}
          change={change}
          width={width - 24}
          height={height - 24}
          isFull
        />
      )}
    </Modal>
  );
}
