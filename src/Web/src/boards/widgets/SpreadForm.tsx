import { Suspense } from 'react';

import { lazyWithRetry } from '../../data/lazyWithRetry';
import classes from '../boards.module.css';
import { readSpread, withOptions } from '../options';
import type { WidgetFormProps } from '../widget';

const FormulaField = lazyWithRetry(() =>
  import('../../formula/FormulaField').then((module) => module.FormulaField),
);

/** The metric, the family or the formula whose values a widget of histograms shows. */
export function SpreadForm({ project, runs, baseline, dto, change }: WidgetFormProps) {
  return (
    <div className={classes.field}>
      <span>Values of a metric, a family or a formula</span>
      <Suspense fallback={null}>
        <FormulaField
          project={project}
          runs={runs.map(({ id }) => id)}
          baseline={baseline}
          role="histogram"
          label="Formula"
          placeholder="$~{^layers/\d+/grad_norm$}"
          value={readSpread(dto) ?? ''}
          onChange={(formula) => change(withOptions(dto, { formula }), 'formula')}
        />
      </Suspense>
    </div>
  );
}
