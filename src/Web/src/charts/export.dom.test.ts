import { expect, it } from 'vitest';

import { defaultSettings } from '../model/chartSettings';
import { chartSvg } from './export';

it('writes pictures that are valid XML, whatever the names hold', () => {
  const title = '<b>"loss"</b> & \u0000 ]]>';
  const svg = chartSvg({ title, lines: [], settings: defaultSettings, zoom: null, yZoom: null });
  const document = new DOMParser().parseFromString(svg, 'image/svg+xml');
  expect(document.querySelector('parsererror')).toBeNull();
  expect(document.documentElement.textContent).toContain('<b>"loss"</b>');
});
