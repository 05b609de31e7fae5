import { renderHook } from '@testing-library/react';
import { expect, it } from 'vitest';

import { useLast } from './useLast';

it('keeps what was known while there is nothing new', () => {
  const { result, rerender } = renderHook(({ value }: { value: string | undefined }) => useLast(value), {
    initialProps: { value: undefined as string | undefined },
  });
  expect(result.current).toBeUndefined();
  rerender({ value: 'rows' });
  rerender({ value: undefined });
  expect(result.current).toBe('rows');
  rerender({ value: 'others' });
  expect(result.current).toBe('others');
});
