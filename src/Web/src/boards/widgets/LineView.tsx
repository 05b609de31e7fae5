import { useCallback, useMemo } from 'react';

import { ChartCard } from '../../charts/ChartCard';
import { EmptyState, ErrorState } from '../../components/States';
import { axesSettings } from '../../model/axes';
import { formula, type ChartChange, type ChartSpec } from '../../model/chart';
import { axisKey } from '../../model/chartSettings';
import { chartId, readLine, withChart, withOptions } from '../options';
import { withSettings } from '../settings';
import type { BoardWidgetProps } from '../widget';
import { useMatchedNames } from './useMatchedNames';

const noLegend: readonly string[] = [];
const matchedMax = 50;

/** Metrics and formulas as lines, as in the Charts tab. */
export function LineView(props: BoardWidgetProps) {
  const { project, runs, experiments, baseline, dto, settings: common, look, onEdit, width, height, isFull } = props;
  const { chart: named, match, settings: own } = useMemo(() => readLine(dto), [dto]);
  const matched = useMatchedNames(props, 'floatSeries', named === null ? match : null, matchedMax);
  const chart = useMemo<ChartSpec | null>(() => {
    if (named !== null || matched.names === undefined || matched.names.length === 0) return named;
    const lines = matched.names.map((path) => ({ formula: formula(path) }));
    return { version: 1, id: chartId(dto), title: dto.name ?? '', lines };
  }, [named, matched.names, dto]);
  const id = chartId(dto);
  const looked = look.settings[id];
  const axes = chart?.axes;
  const settings = useMemo(
    () => ({ ...common, ...axesSettings(axes), ...own, ...looked }),
    [common, axes, own, looked],
  );
  const { onChange: onLook } = look;
  const onChange = useCallback(
    (_: string, change: ChartChange) => {
      const { chart: made } = change.kind === 'edit' ? change : { chart: null };
      if (made !== null) onEdit?.((now) => withChart(now, made));
      else if (change.kind === 'settings' && onEdit) {
        const { settings: part } = change;
        const next = (before: unknown) => (part === null ? undefined : withSettings(before, part));
        onEdit((now) => withOptions(now, { settings: next(now.options?.settings) }), 'settings');
      } else onLook(id, change);
    },
    [id, onEdit, onLook],
  );
  if (matched.error !== null) return <ErrorState what="The metrics could not be listed" error={matched.error} />;
  if (chart === null) {
    return (
      <EmptyState title="Nothing to draw yet">
        {match === null
          ? 'Open the settings of this chart to choose metrics or to write a formula.'
          : matched.names !== undefined && 'These runs have no metric with such a name.'}
      </EmptyState>
    );
  }
  return (
    <ChartCard
      project={project}
      chart={chart}
      runs={runs}
      experiments={experiments}
      baseline={baseline}
      settings={settings}
      isOverridden={Object.keys(own).length > 0 || looked !== undefined}
      isEditable={false}
      legend={noLegend}
      zoom={look.zooms[axisKey(settings)] ?? null}
      yZoom={look.yZooms[id] ?? null}
      width={width}
      height={height}
      isFull={isFull}
      onChange={onChange}
    />
  );
}
