import { useMemo } from 'react';

import { CustomChartForm } from '../../charts/settings/CustomChartForm';
import { readLine, withChart } from '../options';
import type { WidgetFormProps } from '../widget';

/** The builder of charts. */
export function LineForm({ project, runs, baseline, dto, change, close }: WidgetFormProps) {
  const chart = useMemo(() => readLine(dto).chart, [dto]);
  return (
    <CustomChartForm
      project={project}
      runs={runs}
      baseline={baseline}
      chart={chart}
      save={(made) => {
        change(withChart(dto, made));
        close();
      }}
    />
  );
}
