import { NumberInput, SegmentedControl, Select, Switch, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Suspense, useMemo } from 'react';

import { checkFormula, type FormulaDiagnostic } from '../../api/formulas';
import { useFilled } from '../../data/filled';
import { lazyWithRetry } from '../../data/lazyWithRetry';
import { FieldSelect } from '../../pickers/FieldSelect';
import classes from '../boards.module.css';
import { readValue, withOptions, type Reduction } from '../options';
import type { WidgetFormProps } from '../widget';

const FormulaInput = lazyWithRetry(() => import('../../formula/FormulaInput').then((module) => module.FormulaInput));

const reductions: { value: Reduction; label: string }[] = [
  { value: 'all', label: 'Each run' },
  { value: 'best', label: 'The best' },
  { value: 'mean', label: 'Their mean' },
  { value: 'first', label: 'The first' },
];
const none: readonly FormulaDiagnostic[] = [];
const restMs = 300;
const runsChecked = 10;

export function ValueForm({ project, runs, baseline, dto, change }: WidgetFormProps) {
  const options = readValue(dto);
  const set = (part: Record<string, unknown>, field?: string) => change(withOptions(dto, part), field);
  const ids = useMemo(() => runs.map((run) => run.id), [runs]);
  const filled = useFilled();
  const [rested] = useDebouncedValue(options.formula, restMs);
  const check = useQuery({
    queryKey: ['formula check', project, ids.slice(0, runsChecked), baseline, filled(rested), 'scalar'],
    queryFn: ({ signal }) =>
      checkFormula(
        { project, runs: ids.slice(0, runsChecked), baseline, role: 'scalar', formula: filled(rested) },
        signal,
      ),
    enabled: rested.trim() !== '',
  });
  const diagnostics = rested === options.formula ? (check.data?.diagnostics ?? none) : none;
  return (
    <div className={classes.fields}>
      <div className={classes.field}>
        <span>Attribute</span>
        <FieldSelect
          project={project}
          label="Value"
          value={options.field}
          set={(field) => set({ field: field ?? undefined, value: undefined })}
        />
      </div>
      <div className={classes.field}>
        <span>Or a formula of one number a run</span>
        <Suspense fallback={null}>
          <FormulaInput
            project={project}
            runs={ids}
            label="Formula"
            placeholder="run_min(${val/loss})"
            value={options.formula}
            diagnostics={diagnostics}
            onChange={(value) => set({ value: value === '' ? undefined : value }, 'formula')}
          />
        </Suspense>
        {diagnostics[0] && <span role="alert">{diagnostics[0].message}</span>}
      </div>
      <Select
        label="Of several runs"
        allowDeselect={false}
        data={reductions}
        value={options.reduce}
        onChange={(reduce) => set({ reduce })}
      />
      <div className={classes.field}>
        <span>Better is</span>
        <SegmentedControl
          aria-label="Better is"
          value={options.goal}
          onChange={(goal) => set({ goal })}
          data={[
            { value: 'min', label: 'Lower' },
            { value: 'max', label: 'Higher' },
          ]}
        />
      </div>
      <NumberInput
        label="Target: green from here on, red before"
        placeholder="None"
        value={options.target ?? ''}
        onChange={(target) => set({ target: typeof target === 'number' ? target : undefined }, 'target')}
      />
      <div className={classes.pair}>
        <NumberInput
          label="Digits"
          min={1}
          max={15}
          value={options.digits}
          onChange={(digits) => set({ digits: typeof digits === 'number' ? digits : undefined }, 'digits')}
        />
        <TextInput
          label="Unit"
          maxLength={20}
          value={options.unit}
          onChange={(event) => set({ unit: event.currentTarget.value || undefined }, 'unit')}
        />
      </div>
      <Switch
        label="Show its course as a line"
        disabled={options.formula !== '' || options.field?.type !== 'floatSeries'}
        checked={options.spark}
        onChange={(event) => set({ spark: event.currentTarget.checked || undefined })}
      />
    </div>
  );
}
