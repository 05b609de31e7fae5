import type { ViewDto } from '../api/views';
import { defaultSettings } from '../model/chartSettings';
import type { ChartsView } from '../model/chartsView';
import type { RunsView } from '../model/runsView';
import type { RunView } from '../model/runView';
import addresses from './recorded/addresses.json';
import views from './recorded/views.json';

/*
 * Addresses and saved views as they were written before charts had ids and views kept charts, with what they meant
 * then. Links that people sent each other, and views that they saved, have to mean the same for good.
 */

interface OldCharts extends Omit<ChartsView, 'custom' | 'colorBy'> {
  own: { name: string; formulas: string[] }[];
}

interface OldRuns extends Omit<RunsView, 'visible' | 'charts' | 'revision' | 'board'> {
  selection: RunsView['visible'];
  charts: OldCharts;
}

/** Charts that were named by their place, under the ids that they have by it. */
function chartsOf({ own, ...rest }: OldCharts): ChartsView {
  const text = JSON.stringify(rest).replaceAll('smaCentred', 'smaCentered');
  const said = JSON.parse(text) as Omit<ChartsView, 'custom' | 'colorBy'>;
  return {
    ...said,
    settings: { ...defaultSettings, ...said.settings },
    colorBy: null,
    custom: own.map(({ name, formulas }, at) => ({
      version: 1,
      id: `=${at + 1}`,
      title: name,
      lines: formulas.map((formula) => ({ formula })),
    })),
  };
}

function runsOf(old: unknown): RunsView {
  const { selection, charts, ...rest } = old as OldRuns;
  const compare = { ...rest.compare, directions: {} };
  return { ...rest, compare, revision: null, visible: selection, charts: chartsOf(charts), board: null, variables: {} };
}

export const oldRunsAddresses = addresses.runs.map(({ view, ...rest }) => ({ ...rest, view: runsOf(view) }));

export const oldRunAddresses = addresses.run.map(({ address, view }) => {
  const { charts, ...rest } = view as unknown as Omit<RunView, 'charts' | 'board'> & { charts: OldCharts };
  return { address, view: { ...rest, charts: chartsOf(charts), board: 'default', variables: {} } as RunView };
});

export const oldViews = views.map(({ dto, view }) => ({ dto: dto as unknown as ViewDto, view: runsOf(view) }));
