import { ActionIcon, Button, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { checkFormula } from '../../api/series';

import { CloseIcon, PlusIcon } from '../../components/icons';
import { asFormula, asTyped, newChartId, type ChartSpec } from '../../model/chart';
import type { ChartRun } from '../../model/chartRun';
import { explain } from '../../model/errors';
import { MetricInput } from '../../pickers/MetricInput';
import classes from './SettingsForm.module.css';

export interface CustomChartFormProps {
  project: string;
  runs: readonly ChartRun[];
  /** null makes a chart. */
  chart: ChartSpec | null;
  save: (chart: ChartSpec) => void;
  remove?: () => void;
}

const linesMax = 12;
const restMs = 300;

/** A chart of several metrics, or of formulas over them. */
export function CustomChartForm({ project, runs, chart, save, remove }: CustomChartFormProps) {
  const [title, setTitle] = useState(chart?.title ?? '');
  const [texts, setTexts] = useState<readonly string[]>(chart?.lines.map((line) => asTyped(line.formula)) ?? ['', '']);
  const [checked] = useDebouncedValue(texts, restMs);
  const check = useFormulaErrors(project, runs, checked);
  // What was not looked at yet is not wrong.
  const errors = texts.map((text, at) => (text === checked[at] ? check[at] : undefined));
  const lines = texts.filter((text) => text.trim() !== '').map((text) => ({ formula: asFormula(text) }));
  return (
    <form
      className={classes.form}
      aria-label={chart === null ? 'New chart' : 'Edit the chart'}
      onSubmit={(event) => {
        event.preventDefault();
        if (lines.length === 0 || errors.some((error) => error !== undefined)) return;
        save({ version: 1, id: chart?.id ?? newChartId(), title: title.replace(/\s+/g, ' ').trim(), lines });
      }}
    >
      <TextInput
        size="xs"
        label="Name"
        placeholder="Named after its lines"
        value={title}
        onChange={(event) => setTitle(event.currentTarget.value)}
      />
      <Lines project={project} runs={runs} texts={texts} errors={errors} set={setTexts} />
      <div className={classes.actions}>
        {remove && (
          <Button size="xs" variant="default" color="red" onClick={remove}>
            Delete chart
          </Button>
        )}
        <Button size="xs" type="submit" disabled={lines.length === 0 || errors.some((error) => error !== undefined)}>
          {chart === null ? 'Add chart' : 'Save'}
        </Button>
      </div>
    </form>
  );
}

/** The server's word on each text, as it is typed; it is the one that reads formulas. */
function useFormulaErrors(
  project: string,
  runs: readonly ChartRun[],
  texts: readonly string[],
): (string | undefined)[] {
  const run = runs[0]?.id;
  const formulas = texts.map((text) => (text.includes('${') ? asFormula(text) : ''));
  const { data = [] } = useQuery({
    queryKey: ['formula errors', project, run, formulas],
    queryFn: ({ signal }) =>
      Promise.all(
        formulas.map(async (one) => {
          const error = one === '' ? null : await checkFormula(project, run ?? '', one, signal);
          return error === null ? undefined : explain(error);
        }),
      ),
    enabled: run !== undefined && formulas.some((one) => one !== ''),
    staleTime: Infinity,
  });
  return data;
}

interface LinesProps {
  project: string;
  runs: readonly ChartRun[];
  texts: readonly string[];
  /** What is wrong with each. */
  errors: readonly (string | undefined)[];
  set: (texts: readonly string[]) => void;
}

function Lines({ project, runs, texts, errors, set }: LinesProps) {
  return (
    <div className={classes.field}>
      <span>Metrics or formulas</span>
      {texts.map((text, at) => (
        <div key={at} className={classes.line}>
          <MetricInput
            project={project}
            runs={runs}
            label={`Line ${at + 1}`}
            placeholder="train/loss, or ${eval/loss} - ${train/loss}"
            value={text}
            error={errors[at]}
            onChange={(next) => set(texts.map((one, place) => (place === at ? next : one)))}
            isEager
          />
          <ActionIcon
            size="sm"
            aria-label={`Remove line ${at + 1}`}
            onClick={() => set(texts.filter((_, place) => place !== at))}
          >
            <CloseIcon size={12} />
          </ActionIcon>
        </div>
      ))}
      <Button
        size="compact-xs"
        variant="subtle"
        leftSection={<PlusIcon size={12} />}
        disabled={texts.length >= linesMax}
        onClick={() => set([...texts, ''])}
      >
        Add line
      </Button>
    </div>
  );
}
