import { expect, it } from 'vitest';

import { formulaColumn } from '../model/column';
import { defaultSort, defaultTable } from '../model/table';
import { tableSearch } from './tableSearch';

it('names the baseline only where a formula may compare with it', () => {
  const askedFor = (...formulas: string[]) =>
    tableSearch('team/llm', defaultTable, formulas.map((formula) => formulaColumn(formula, '')), 'LLM-2').baseline;
  expect(askedFor()).toBeUndefined();
  expect(askedFor('run_min(${val/loss})')).toBeUndefined();
  expect(askedFor('run_min(${val/loss}) - baseline(run_min(${val/loss}))')).toBe('LLM-2');
  expect(askedFor('@gap')).toBe('LLM-2');
  const sorts = [{ ...defaultSort, type: 'formula' as const, path: 'baseline(${lr})' }];
  expect(tableSearch('team/llm', { ...defaultTable, sorts }, [], 'LLM-2').baseline).toBe('LLM-2');
  expect(tableSearch('team/llm', { ...defaultTable, sorts }, []).baseline).toBeUndefined();
});
