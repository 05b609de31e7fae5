import { expect, it } from 'vitest';

import { boardSettings, readBoardSettings, setHere, usualSettings, withSettings } from './settings';

it('has the settings of Neptune’s config, and its own before them', () => {
  const config = { xaxisMode: 'RelativeMillis', yaxisScale: 'log', showPreviews: false };
  expect(boardSettings({ config })).toEqual({ x: 'relative', yLog: true, previews: false });
  expect(boardSettings({ config, extra: { settings: { x: 'step' } } })).toMatchObject({ x: 'step', yLog: true });
});

it('reads how many runs are shown, within bounds', () => {
  expect(readBoardSettings({ runsMax: 7.4, x: 'relative' })).toEqual({ runsMax: 7, x: 'relative' });
  expect(readBoardSettings({ runsMax: -1 })).toEqual({});
  expect(readBoardSettings({ runsMax: 1e9 })).toEqual({ runsMax: 10_000 });
});

it('sets settings, inherits them again, and keeps what it does not know', () => {
  const set = withSettings({ x: 'relative', later: 1 }, { yLog: true });
  expect(set).toEqual({ x: 'relative', later: 1, yLog: true });
  expect(withSettings(set, { x: null })).toEqual({ later: 1, yLog: true });
  expect(withSettings({ x: 'relative' }, { x: null })).toBeUndefined();
});

it('says what is set here and what would hold without', () => {
  expect(setHere({ smoothing: 'ema', runsMax: 5, clip: true }, { ...usualSettings, smoothing: 'sma' })).toEqual([
    { key: 'smoothing', name: 'Smoothing', value: 'exponential', inherited: 'moving average' },
    { key: 'clip', name: 'Ignore outliers', value: 'on', inherited: 'off' },
    { key: 'runsMax', name: 'Runs at most', value: '5', inherited: 'all' },
  ]);
});
