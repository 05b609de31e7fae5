import { act, renderHook } from '@testing-library/react';
import { expect, it } from 'vitest';

import { parseRuns, printRuns } from '../url/runs';
import { currentSearch, linkTo, navigate, setKept, useUnknownId, useUnkept, useView } from './navigation';

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

it('has an id in the address once the server keeps what is too long, also of links and after going back', () => {
  const id = '0123456789abcdef0123456789abcdef';
  const long = `?runs=${runs.join(',')}`;
  navigate(`/a/b/runs${long}`);
  const { result } = renderHook(() => ({ unkept: useUnkept(), unknown: useUnknownId() }));
  expect(result.current).toEqual({ unkept: long, unknown: null });
  act(() => setKept(id, long));
  expect(window.location.search + window.location.hash).toBe(`?kept=${id}`);
  expect(currentSearch()).toBe(long);
  expect(result.current).toEqual({ unkept: null, unknown: null });
  expect(linkTo(`/a/b/runs${long}`)).toBe(`/a/b/runs?kept=${id}`);
  // What was changed while the server answered stays.
  act(() => navigate(`/a/b/runs${long}&tab=charts`));
  act(() => setKept('f'.repeat(32), long));
  expect(currentSearch()).toBe(`${long}&tab=charts`);
});

it('says which id it has to ask for before the page can be shown', () => {
  const id = 'abcdef0123456789abcdef0123456789';
  window.history.replaceState(null, '', `/a/b/runs?kept=${id}`);
  const { result } = renderHook(useUnknownId);
  expect(result.current).toBe(id);
  act(() => setKept(id, '?tab=charts'));
  expect(result.current).toBeNull();
  expect(currentSearch()).toBe('?tab=charts');
});
