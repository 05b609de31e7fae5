import { expect, it } from 'vitest';

import { axesSettings, isRightLog, limited, readAxes } from './axes';
import { defaultSettings } from './chartSettings';

it('ends where it says, as far as that leaves something', () => {
  expect(limited([1, 5], { from: 0 }, false)).toEqual([0, 5]);
  expect(limited([1, 5], { from: 0, to: 1 }, false)).toEqual([0, 1]);
  expect(limited([1, 5], { from: 7 }, false)).toEqual([1, 5]);
  expect(limited([1, 5], { from: -1, to: 10 }, true)).toEqual([1, 10]);
  expect(limited([1, 5], undefined, false)).toEqual([1, 5]);
});

it('is read from what was kept, without what says nothing', () => {
  expect(readAxes({ x: ' a ', left: { scale: 'log', from: 1, to: 'x' }, right: {} })).toEqual({
    x: 'a',
    left: { scale: 'log', from: 1 },
  });
  for (const odd of [undefined, null, {}, { x: ' ' }, { left: { scale: 'odd', from: NaN } }, 'x']) {
    expect(readAxes(odd)).toBeUndefined();
  }
});

it('is divided as the chart says, and on the right as on the left unless it says so', () => {
  expect(axesSettings({ x: '${a} * 2', left: { scale: 'linear' } })).toEqual({
    x: 'metric',
    xMetric: '${a} * 2',
    yLog: false,
  });
  expect(axesSettings(undefined)).toEqual({});
  const log = { ...defaultSettings, yLog: true };
  expect([isRightLog(log, undefined), isRightLog(log, { right: { scale: 'linear' } })]).toEqual([true, false]);
  expect(isRightLog(defaultSettings, { right: { scale: 'log' } })).toBe(true);
  expect(isRightLog({ ...defaultSettings, relative: 'difference' }, { right: { scale: 'log' } })).toBe(false);
});
