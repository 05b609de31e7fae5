import { act, renderHook } from '@testing-library/react';
import { expect, it } from 'vitest';

import { parseRuns, printRuns } from '../url/runs';
import { currentSearch, linkTo, navigate, useView } from './navigation';

const runs = Array.from({ length: 1000 }, (_, at) => `LLM-${at}`);

it('keeps a thousand chosen runs out of what a server is asked for, and finds them again', () => {
  window.history.replaceState(null, '', '/a/b/runs');
  const { result } = renderHook(() => useView(parseRuns, printRuns));
  act(() => result.current[1]((now) => ({ ...now, visible: { kind: 'these', runs } })));
  expect(window.location.search).toBe('');
  expect(window.location.hash.length).toBeGreaterThan(5000);
  expect(result.current[0].visible).toEqual({ kind: 'these', runs });
  act(() => result.current[1]((now) => ({ ...now, tab: 'charts' })));
  expect(result.current[0]).toMatchObject({ tab: 'charts', visible: { runs } });
});

it('leaves short addresses as they are', () => {
  navigate('/a/b/runs?tab=charts');
  expect(window.location.search).toBe('?tab=charts');
  expect(currentSearch()).toBe('?tab=charts');
  expect(linkTo('/a')).toBe('/a');
  expect(linkTo(`/a?${'x'.repeat(5000)}`)).toMatch(/^\/a#\?x/);
});
