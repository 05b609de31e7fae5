import { SegmentedControl, Select } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';

import { queryDefinitions } from '../../api/attributes';
import classes from '../boards.module.css';
import { kindOf, readSeries, readSpread, withOptions } from '../options';
import type { WidgetFormProps } from '../widget';
import { readLogLayout, readShape, type HistogramShape, type LogLayout } from './series';
import { SpreadForm } from './SpreadForm';

const namesMax = 1000;

const shapes: { value: HistogramShape; label: string }[] = [
  { value: 'map', label: 'Heat map' },
  { value: 'ridges', label: 'Ridges' },
  { value: 'bars', label: 'Last step' },
  { value: 'overlay', label: 'Overlay' },
  { value: 'percentiles', label: 'Percentiles' },
];
const layouts: { value: LogLayout; label: string }[] = [
  { value: 'side', label: 'Side by side' },
  { value: 'merged', label: 'In one, by time' },
  { value: 'tabs', label: 'One at a time' },
];

/** Which series a widget of histograms or of logs shows, and how. */
export function SeriesForm(props: WidgetFormProps) {
  const { project, runs, dto, change } = props;
  const spread = readSpread(dto);
  const isLog = kindOf(dto) === 'logs';
  const type = isLog ? 'stringSeries' : 'histogramSeries';
  const ids = useMemo(() => runs.map((run) => run.id), [runs]);
  const names = useQuery({
    queryKey: ['names', project, ids, type],
    queryFn: ({ signal }) => queryDefinitions({ project, runs: ids, types: [type], limit: namesMax }, signal),
    placeholderData: keepPreviousData,
    enabled: ids.length > 0,
  });
  const series = readSeries(dto);
  const found = (names.data?.entries ?? []).map(({ name }) => name);
  const listed = new Set(series === null ? found : [series, ...found]);
  return (
    <div className={classes.fields}>
      {!isLog && (
        <div className={classes.field}>
          <span>Histograms</span>
          <SegmentedControl
            aria-label="Histograms"
            value={spread === null ? 'logged' : 'computed'}
            onChange={(of) => change(withOptions(dto, { formula: of === 'computed' ? '' : undefined }))}
            data={[
              { value: 'logged', label: 'As logged' },
              { value: 'computed', label: 'Of values' },
            ]}
          />
        </div>
      )}
      {spread === null ? (
        <Select
          label={isLog ? 'Text series' : 'Series of histograms'}
          placeholder={listed.size === 0 && !names.isPending ? 'The shown runs have none' : 'Choose…'}
          searchable
          allowDeselect={false}
          data={[...listed]}
          value={series}
          onChange={(name) => change(withOptions(dto, { series: name ?? undefined }))}
        />
      ) : (
        <SpreadForm {...props} />
      )}
      <SeriesLook isLog={isLog} options={dto.options ?? {}} set={(part) => change(withOptions(dto, part))} />
    </div>
  );
}

export interface SeriesLookProps {
  /** Of logs; else of histograms. */
  isLog: boolean;
  options: Readonly<Record<string, unknown>>;
  set: (part: Record<string, unknown>) => void;
}

/** How a series of histograms or of texts is drawn. */
export function SeriesLook({ isLog, options, set }: SeriesLookProps) {
  return (
    <div className={classes.field}>
      <span>{isLog ? 'Runs' : 'Shape'}</span>
      {isLog ? (
        <SegmentedControl
          aria-label="Runs"
          value={readLogLayout(options.layout)}
          onChange={(layout) => set({ layout })}
          data={layouts}
        />
      ) : (
        <SegmentedControl
          aria-label="Shape"
          value={readShape(options.shape)}
          onChange={(shape) => set({ shape })}
          data={shapes}
        />
      )}
    </div>
  );
}
