import { useQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';

import { queryDefinitions } from '../../api/attributes';
import { ChartCard } from '../../charts/ChartCard';
import { EmptyState, ErrorState } from '../../components/States';
import { formula, type ChartChange, type ChartSpec } from '../../model/chart';
import { axisKey } from '../../model/chartSettings';
import { chartId, readLine, withChart, withOptions, type NameMatch } from '../options';
import type { BoardWidgetProps } from '../widget';

const noLegend: readonly string[] = [];
const matchedMax = 50;

/** Metrics and formulas as lines, as in the Charts tab. */
export function LineView(props: BoardWidgetProps) {
  const { project, runs, experiments, baseline, dto, settings: common, look, onEdit, width, height, isFull } = props;
  const { chart: named, match, settings: own } = useMemo(() => readLine(dto), [dto]);
  const matched = useMatched(props, named === null ? match : null);
  const chart = useMemo<ChartSpec | null>(() => {
    if (named !== null || matched.names === undefined || matched.names.length === 0) return named;
    const lines = matched.names.map((path) => ({ formula: formula(path) }));
    return { version: 1, id: chartId(dto), title: dto.name ?? '', lines };
  }, [named, matched.names, dto]);
  const id = chartId(dto);
  const looked = look.settings[id];
  const settings = useMemo(() => ({ ...common, ...own, ...looked }), [common, own, looked]);
  const { onChange: onLook } = look;
  const onChange = useCallback(
    (_: string, change: ChartChange) => {
      if (change.kind === 'edit' && change.chart !== null) onEdit?.(withChart(dto, change.chart));
      else if (change.kind === 'settings' && onEdit) {
        const next = change.settings === null ? undefined : { ...own, ...change.settings };
        onEdit(withOptions(dto, { settings: next }), 'settings');
      } else onLook(id, change);
    },
    [id, dto, own, onEdit, onLook],
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

/** The metrics whose names match. */
function useMatched({ project, runs }: Pick<BoardWidgetProps, 'project' | 'runs'>, match: NameMatch | null) {
  const ids = useMemo(() => runs.map((run) => run.id), [runs]);
  const { data, error } = useQuery({
    queryKey: ['metrics', project, ids, 'matched', match],
    queryFn: async ({ signal }) => {
      const filter = { mustMatchAny: [{ mustMatchRegexes: match!.must, mustNotMatchRegexes: match!.mustNot }] };
      const query = { project, runs: ids, types: ['floatSeries'] as const, filter, limit: matchedMax };
      return (await queryDefinitions(query, signal)).entries.map(({ name }) => name);
    },
    enabled: match !== null && ids.length > 0,
    refetchInterval: 20_000,
    placeholderData: (before) => before,
  });
  return { names: match === null ? undefined : data, error: match === null ? null : error };
}
