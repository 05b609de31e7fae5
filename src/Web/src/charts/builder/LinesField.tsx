import { Button } from '@mantine/core';
import { Suspense, useState } from 'react';

import { FormulaIcon, ListIcon } from '../../components/icons';
import { lazyWithRetry } from '../../data/lazyWithRetry';
import { ExamplesMenu } from '../../formula/ExamplesMenu';
import { combined } from '../../model/band';
import { asFormula, asTyped } from '../../model/chart';
import type { ChartRun } from '../../model/chartRun';
import { AddMetric } from '../../pickers/AddMetric';
import classes from './builder.module.css';
import { linesMax, withLine, type LineDraft } from './draft';
import { LineRow } from './LineRow';
import type { FormulaChecks } from './useFormulaChecks';

const NamedFormulas = lazyWithRetry(() =>
  import('../../formula/NamedFormulas').then((module) => module.NamedFormulas),
);

/** What a form begins with: another metric beside the first line, or one that is taken from it. */
export type Start = 'another' | 'difference';

export interface LinesFieldProps {
  project: string;
  runs: readonly ChartRun[];
  lines: readonly LineDraft[];
  checks: FormulaChecks;
  start?: Start | undefined;
  /**
   * @param of what is changed, such as the text of a line; null for what is a step of its own.
   * @param x what a line wants to lie along, where that matters to it.
   */
  onChange: (lines: readonly LineDraft[], of: string | null, x?: string) => void;
}

/** The lines of a chart: metrics, formulas, and all metrics whose names match. */
export function LinesField({ project, runs, lines, checks, start, onChange }: LinesFieldProps) {
  const [isListed, setListed] = useState(false);
  // The line that was added last, other than by its name, is where somebody goes on.
  const [next, setNext] = useState<number | null>(null);
  const add = (by: LineDraft['by'], text: string, look: LineDraft['look'] = {}, x?: string) => {
    const after = withLine(lines, { by, text, look });
    setNext(text === '' ? after.at(-1)!.key : null);
    onChange(after, null, x);
  };
  const [first, second] = lines;
  const isPair = lines.length === 2 && lines.every(({ by, text }) => by === 'formula' && text.trim() !== '');
  /** Two lines become one: how the first differs from the second, whose last value is held. */
  const join = (operation: string) => {
    const [one, other] = [asFormula(first!.text), asFormula(second!.text)];
    const isBare = [one, other].every((text) => asTyped(text) !== text);
    const text = isBare ? `${one} ${operation} hold(${other})` : combined(one, operation, other);
    onChange([{ ...first!, text, look: {} }], null);
  };
  return (
    <div className={classes.field}>
      <span>Lines</span>
      {lines.map((draft, at) => (
        <LineRow
          key={draft.key}
          number={at + 1}
          {...{ project, runs, draft, checks }}
          isFirst={draft.key === next}
          compose={start === 'difference' && at === 0 ? '-' : undefined}
          set={(part, of) => onChange(lines.map((one) => (one === draft ? { ...one, ...part } : one)), of)}
          remove={() => onChange(lines.filter((one) => one !== draft), null)}
        />
      ))}
      {lines.length < linesMax && (
        <AddMetric
          project={project}
          runs={runs}
          label="Add a metric"
          placeholder={lines.length === 0 ? 'Metric, such as train/loss' : 'Another metric'}
          add={(text) => add('formula', text)}
        />
      )}
      <div className={classes.add}>
        {isPair && (
          <>
            <Button size="compact-xs" variant="light" onClick={() => join('-')}>
              Difference of the two
            </Button>
            <Button size="compact-xs" variant="light" onClick={() => join('/')}>
              Ratio
            </Button>
          </>
        )}
        <Button
          size="compact-xs"
          variant="subtle"
          leftSection={<FormulaIcon size={13} />}
          onClick={() => add('formula', '')}
        >
          Formula
        </Button>
        <Button
          size="compact-xs"
          variant="subtle"
          leftSection={<ListIcon size={13} />}
          onClick={() => add('match', '')}
        >
          All matching
        </Button>
        <ExamplesMenu
          project={project}
          runs={runs.map((run) => run.id)}
          kind="line"
          insert={({ formula, x }) => add('formula', asTyped(formula), {}, x)}
        />
        <Button size="compact-xs" variant="subtle" aria-expanded={isListed} onClick={() => setListed(!isListed)}>
          Named formulas
        </Button>
      </div>
      {isListed && (
        <Suspense fallback={<div className={classes.waiting} />}>
          <NamedFormulas
            project={project}
            runs={runs.map((run) => run.id)}
            use={({ name, unit }) => add('formula', `@${name}`, unit ? { unit } : {})}
            close={() => setListed(false)}
          />
        </Suspense>
      )}
    </div>
  );
}
