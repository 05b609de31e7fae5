import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';

import { searchRuns } from '../../api/runs';
import { currentSearch, navigate, useAddress } from '../../browser/navigation';
import { liveKey } from '../../data/live';
import { defaultBoard, defaultRuns, leftAt, type RunsView } from '../../model/runsView';
import { runsPath } from '../../url/route';
import { parseRuns, printRuns } from '../../url/runs';
import { openingView, type Views } from './views/useViews';

/**
 * A project opened without a word on what to show. It is set up as its default view says; where it has none, as one
 * left it. The tab and the dashboard are those that one left. Whoever comes for the first time sees the table where
 * there is a default view, and else the dashboard that the server makes of what the runs log.
 *
 * @param count how many runs there are, once that is known; a project without any has nothing to open.
 * @returns whether the page goes elsewhere as soon as it knows where.
 */
export function useOpening(project: string, view: RunsView, views: Views, count: unknown): boolean {
  const { search } = useAddress();
  const key = `view ${project}`;
  useEffect(() => {
    if (currentSearch() !== '') localStorage.setItem(key, printRuns(leftAt(view, readLeft(key) ?? defaultRuns)));
  }, [key, view]);
  const isBare = search === '';
  const { isPending, list, base } = views;
  const isOpening = isBare && typeof count === 'number' && count > 0;
  const isFirst = isOpening && !isPending && readLeft(key) === null && openingView(list) === null;
  const experiments = useExperimentCount(project, isFirst);
  const isKnown = !isPending && (!isFirst || !experiments.isPending);
  useEffect(() => {
    if (!isOpening || !isKnown || currentSearch() !== '') return;
    const saved = openingView(list);
    const left = readLeft(key);
    const start = saved === null ? (left ?? firstLook(experiments.data !== 0)) : { ...base(saved), viewId: saved };
    const { tab, board } = left ?? start;
    const opened = { ...start, tab, board };
    navigate(runsPath(project, printRuns(opened, base(opened.viewId))), 'replace');
  }, [project, key, isOpening, isKnown, list, base, experiments.data]);
  return isOpening;
}

/** @param isOfExperiments Runs that are none would be out of sight among experiments. */
function firstLook(isOfExperiments: boolean): RunsView {
  return { ...defaultRuns, tab: 'dashboards', board: defaultBoard, mode: isOfExperiments ? 'experiments' : 'runs' };
}

/** How this browser left a project; null for one that it never opened. */
function readLeft(key: string): RunsView | null {
  const left = localStorage.getItem(key);
  return left ? parseRuns(left) : null;
}

function useExperimentCount(project: string, isAsked: boolean) {
  return useQuery({
    queryKey: [...liveKey(project), 'any experiment'],
    queryFn: async ({ signal }) => {
      const search = { project, query: '', experimentsOnly: true, sort: null, paths: [], offset: 0, limit: 1 };
      return (await searchRuns(search, signal)).total;
    },
    enabled: isAsked,
  });
}
