import { ActionIcon, Button, TextInput } from '@mantine/core';
import { useState } from 'react';

import { CloseIcon, PlusIcon } from '../../components/icons';
import type { Change } from '../../model/change';
import { asFormula, ownKey } from '../../model/chart';
import type { ChartRun } from '../../model/chartRun';
import type { ChartsView } from '../../model/chartsView';
import { MetricInput } from '../../pickers/MetricInput';
import classes from './SettingsForm.module.css';

export interface CustomChartFormProps {
  project: string;
  runs: readonly ChartRun[];
  /** Which own chart is edited; null makes one. */
  index: number | null;
  view: ChartsView;
  change: Change<ChartsView>;
  done?: () => void;
}

const linesMax = 12;

/** A chart of several metrics, or of formulas over them. */
export function CustomChartForm({ project, runs, index, view, change, done }: CustomChartFormProps) {
  const known = index === null ? undefined : view.own[index];
  const [name, setName] = useState(known?.name ?? '');
  const [formulas, setFormulas] = useState<readonly string[]>(known?.formulas.map(plain) ?? ['', '']);
  const stated = formulas.filter((one) => one.trim() !== '').map(asFormula);
  const save = () => {
    const made = { name: name.replace(/\s+/g, ' ').trim(), formulas: stated };
    change((now) => ({
      ...now,
      own: index === null ? [...now.own, made] : now.own.map((one, at) => (at === index ? made : one)),
    }));
    done?.();
  };
  return (
    <form
      className={classes.form}
      aria-label={index === null ? 'New chart' : 'Edit the chart'}
      onSubmit={(event) => {
        event.preventDefault();
        if (stated.length > 0) save();
      }}
    >
      <TextInput
        size="xs"
        label="Name"
        placeholder="Of the metrics"
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <div className={classes.field}>
        <span>Metrics or formulas</span>
        {formulas.map((text, at) => (
          <div key={at} className={classes.line}>
            <MetricInput
              project={project}
              runs={runs}
              label={`Line ${at + 1}`}
              placeholder="train/loss, or ${eval/loss} - ${train/loss}"
              value={text}
              onChange={(next) => setFormulas((now) => now.map((one, place) => (place === at ? next : one)))}
              isEager
            />
            <ActionIcon
              size="sm"
              aria-label={`Remove line ${at + 1}`}
              onClick={() => setFormulas((now) => now.filter((_, place) => place !== at))}
            >
              <CloseIcon size={12} />
            </ActionIcon>
          </div>
        ))}
        <Button
          size="compact-xs"
          variant="subtle"
          leftSection={<PlusIcon size={12} />}
          disabled={formulas.length >= linesMax}
          onClick={() => setFormulas((now) => [...now, ''])}
        >
          Another line
        </Button>
      </div>
      <div className={classes.actions}>
        {index !== null && (
          <Button size="xs" variant="default" color="red" onClick={() => change((now) => without(now, index))}>
            Remove the chart
          </Button>
        )}
        <Button size="xs" type="submit" disabled={stated.length === 0}>
          {index === null ? 'Add the chart' : 'Save'}
        </Button>
      </div>
    </form>
  );
}

/** A formula that is a bare metric shows as its path. */
function plain(text: string): string {
  const path = /^\$\{((?:\\.|[^\\}])*)\}$/su.exec(text)?.[1];
  return path === undefined ? text : path.replace(/\\(.)/gsu, '$1');
}

/** The own charts behind the one that goes get other keys: what is said of them goes with them. */
function without(view: ChartsView, index: number): ChartsView {
  const moved = <T,>(byKey: Record<string, T>) =>
    Object.fromEntries(
      Object.entries(byKey).flatMap(([key, said]) => {
        const at = view.own.findIndex((_, place) => ownKey(place) === key);
        if (at === index) return [];
        return [[at > index ? ownKey(at - 1) : key, said]];
      }),
    );
  return {
    ...view,
    overrides: moved(view.overrides),
    yZooms: moved(view.yZooms),
    own: view.own.filter((_, at) => at !== index),
    full: view.full === ownKey(index) ? null : view.full,
  };
}
