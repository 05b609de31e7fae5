import { expect, it } from 'vitest';

import { defaultRun } from '../model/runView';
import { parseRun, printRun } from './run';

it('opens the dashboard that a link of Neptune names, or else the default one', () => {
  const id = '9d44284a-40fe-4614-a66d-a5ca81b8b4cd';
  expect(parseRun(`?detailsTab=dashboard&dashboardId=Trials-${id}`)).toMatchObject({ tab: 'dashboards', board: id });
  expect(parseRun('?detailsTab=dashboard')).toMatchObject({ tab: 'dashboards', board: 'default' });
});

it('tells the list of dashboards from the default one', () => {
  const list = { ...defaultRun, tab: 'dashboards' as const, board: null };
  expect(printRun(list)).toBe('?tab=dashboards&board=');
  expect(parseRun(printRun(list))).toEqual(list);
});

it('opens the attributes below the folder that a link of Neptune names', () => {
  const view = parseRun('?detailsTab=metadata&path=train%2Floss+%28raw%29');
  expect(view).toMatchObject({ tab: 'attributes', filter: '^train/loss\\x20\\(raw\\)' });
  expect(parseRun(printRun(view))).toEqual(view);
  expect(parseRun('?path=train')).toMatchObject({ tab: 'overview', filter: '' });
});
