import { ActionIcon, Button, TextInput } from '@mantine/core';
import { Suspense } from 'react';

import { CloseIcon, PlusIcon } from '../../components/icons';
import { lazyWithRetry } from '../../data/lazyWithRetry';
import { thresholdsMax, type ThresholdSpec } from '../../model/chart';
import type { ChartRun } from '../../model/chartRun';
import type { FormulaChecks } from '../builder/useFormulaChecks';
import classes from './SettingsForm.module.css';

const FormulaInput = lazyWithRetry(() =>
  import('../../formula/FormulaInput').then((module) => module.FormulaInput),
);

/** A threshold as it is typed. */
export interface LevelDraft {
  value: string;
  label: string;
}

export function levelOf(threshold: ThresholdSpec): LevelDraft {
  return { value: 'level' in threshold ? threshold.level : String(threshold.value), label: threshold.label };
}

/** Whether a level as it is typed is no number, and so has to be computed. */
export function isComputed(value: string): boolean {
  return value.trim() !== '' && !Number.isFinite(Number(value));
}

/** None while its value is empty. */
export function thresholdOf({ value, label }: LevelDraft): ThresholdSpec[] {
  const name = label.replace(/\s+/g, ' ').trim();
  if (value.trim() === '') return [];
  return [isComputed(value) ? { level: value.trim(), label: name } : { value: Number(value), label: name }];
}

export interface ThresholdsFormProps {
  project: string;
  runs: readonly ChartRun[];
  /** Of the levels that are computed. */
  checks: FormulaChecks;
  thresholds: readonly LevelDraft[];
  onChange: (thresholds: readonly LevelDraft[]) => void;
}

/** Levels that a chart shows, such as a target. */
export function ThresholdsForm({ project, runs, checks, thresholds, onChange }: ThresholdsFormProps) {
  const change = (at: number, part: Partial<LevelDraft>) =>
    onChange(thresholds.map((one, place) => (place === at ? { ...one, ...part } : one)));
  return (
    <div className={classes.field}>
      {thresholds.map((one, at) => (
        <div key={at} className={classes.threshold}>
          <Suspense fallback={null}>
            <FormulaInput
              project={project}
              runs={runs.map(({ id }) => id)}
              label={`Value of threshold ${at + 1}`}
              placeholder="2.5, or a formula"
              value={one.value}
              diagnostics={checks.of(one.value)?.diagnostics ?? none}
              onChange={(value) => change(at, { value })}
            />
          </Suspense>
          <TextInput
            size="xs"
            aria-label={`Label of threshold ${at + 1}`}
            placeholder="Label"
            value={one.label}
            onChange={(event) => change(at, { label: event.currentTarget.value })}
          />
          <ActionIcon
            size="sm"
            aria-label={`Remove threshold ${at + 1}`}
            onClick={() => onChange(thresholds.filter((_, place) => place !== at))}
          >
            <CloseIcon size={12} />
          </ActionIcon>
        </div>
      ))}
      <Button
        size="compact-xs"
        variant="subtle"
        leftSection={<PlusIcon size={12} />}
        disabled={thresholds.length >= thresholdsMax}
        onClick={() => onChange([...thresholds, { value: '', label: '' }])}
      >
        Add threshold
      </Button>
    </div>
  );
}

const none: readonly never[] = [];
