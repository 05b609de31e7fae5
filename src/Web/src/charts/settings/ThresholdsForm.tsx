import { ActionIcon, Button, TextInput } from '@mantine/core';

import { CloseIcon, PlusIcon } from '../../components/icons';
import { thresholdsMax, type Threshold } from '../../model/chart';
import classes from './SettingsForm.module.css';

/** A threshold as it is typed. */
export interface LevelDraft {
  value: string;
  label: string;
}

export function levelOf({ value, label }: Threshold): LevelDraft {
  return { value: String(value), label };
}

/** None while its value is no number. */
export function thresholdOf({ value, label }: LevelDraft): Threshold[] {
  const number = value.trim() === '' ? NaN : Number(value);
  return Number.isFinite(number) ? [{ value: number, label: label.replace(/\s+/g, ' ').trim() }] : [];
}

export interface ThresholdsFormProps {
  thresholds: readonly LevelDraft[];
  onChange: (thresholds: readonly LevelDraft[]) => void;
}

/** Levels that a chart shows, such as a target. */
export function ThresholdsForm({ thresholds, onChange }: ThresholdsFormProps) {
  const change = (at: number, part: Partial<LevelDraft>) =>
    onChange(thresholds.map((one, place) => (place === at ? { ...one, ...part } : one)));
  return (
    <div className={classes.field}>
      {thresholds.map((one, at) => (
        <div key={at} className={classes.threshold}>
          <TextInput
            size="xs"
            aria-label={`Value of threshold ${at + 1}`}
            placeholder="2.5"
            inputMode="decimal"
            value={one.value}
            error={one.value.trim() !== '' && thresholdOf(one).length === 0}
            onChange={(event) => change(at, { value: event.currentTarget.value })}
          />
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
