import { ActionIcon, Button, Menu, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQueries, useQuery } from '@tanstack/react-query';
import { Suspense, useMemo, useState } from 'react';

import { queryDefinitions } from '../../api/attributes';
import { checkFormula, type FormulaCheck, type FormulaDiagnostic } from '../../api/formulas';
import { CloseIcon, PlusIcon, SettingsIcon } from '../../components/icons';
import { lazyWithRetry } from '../../data/lazyWithRetry';
import { asFormula, asTyped, isFormula, newChartId, type ChartSpec, type LineSpec } from '../../model/chart';
import type { ChartRun } from '../../model/chartRun';
import { explain } from '../../model/errors';
import { ChartPreview } from './ChartPreview';
import { LineForm, type LineLook } from './LineForm';
import { levelOf, thresholdOf, ThresholdsForm, type LevelDraft } from './ThresholdsForm';
import classes from './SettingsForm.module.css';

const FormulaInput = lazyWithRetry(() =>
  import('../../formula/FormulaInput').then((module) => module.FormulaInput),
);

export interface CustomChartFormProps {
  project: string;
  runs: readonly ChartRun[];
  /** The run that formulas compare with. */
  baseline?: string | null | undefined;
  /** null makes a chart. */
  chart: ChartSpec | null;
  save: (chart: ChartSpec) => void;
  remove?: () => void;
}

const linesMax = 12;
const restMs = 300;
const runsChecked = 10;

/** A line as it is typed. */
interface Draft {
  text: string;
  look: LineLook;
}

/** A chart of several metrics, or of formulas over them. */
export function CustomChartForm({ project, runs, baseline = null, chart, save, remove }: CustomChartFormProps) {
  const [title, setTitle] = useState(chart?.title ?? '');
  const [drafts, setDrafts] = useState<readonly Draft[]>(
    () => chart?.lines.map(({ formula, ...look }) => ({ text: asTyped(formula), look })) ?? [{ text: '', look: {} }],
  );
  const [levels, setLevels] = useState<readonly LevelDraft[]>(() => (chart?.thresholds ?? []).map(levelOf));
  const thresholds = useMemo(() => levels.flatMap(thresholdOf), [levels]);
  const [rested] = useDebouncedValue(drafts, restMs);
  const said = useChecks({ project, runs, baseline }, rested);
  // What was not looked at yet is not wrong.
  const checks = drafts.map(({ text }, at) => (text === rested[at]?.text ? said[at] : undefined));
  const isWrong = checks.some((check) => check?.diagnostics.some(({ severity }) => severity === 'error'));
  const isUnknown = drafts.some(({ text }, at) => isFormula(text) && checks[at] === undefined);
  const lines = linesOf(drafts);
  const shown = useMemo(() => linesOf(rested), [rested]);
  const change = (at: number, part: Partial<Draft>) =>
    setDrafts((now) => now.map((one, place) => (place === at ? { ...one, ...part } : one)));
  return (
    <form
      className={classes.form}
      aria-label={chart === null ? 'New chart' : 'Edit the chart'}
      onSubmit={(event) => {
        event.preventDefault();
        if (lines.length === 0 || isWrong || isUnknown) return;
        save({
          version: 1,
          id: chart?.id ?? newChartId(),
          title: title.replace(/\s+/g, ' ').trim(),
          lines,
          ...(thresholds.length === 0 ? {} : { thresholds }),
        });
      }}
    >
      <TextInput
        size="xs"
        label="Name"
        placeholder="Named after its lines"
        value={title}
        onChange={(event) => setTitle(event.currentTarget.value)}
      />
      <div className={classes.field}>
        <span>Metrics or formulas</span>
        {drafts.map((draft, at) => (
          <Line
            key={at}
            at={at}
            project={project}
            runs={runs}
            draft={draft}
            check={checks[at]}
            isFirst={chart === null && at === 0}
            set={(part) => change(at, part)}
            remove={() => setDrafts(drafts.filter((_, place) => place !== at))}
          />
        ))}
        <div className={classes.add}>
          <Button
            size="compact-xs"
            variant="subtle"
            leftSection={<PlusIcon size={12} />}
            disabled={drafts.length >= linesMax}
            onClick={() => setDrafts([...drafts, { text: '', look: {} }])}
          >
            Add line
          </Button>
          <ExamplesMenu
            project={project}
            runs={runs}
            insert={(text) =>
              setDrafts((now) => [...now.filter((one) => one.text.trim() !== ''), { text, look: {} }].slice(-linesMax))
            }
          />
        </div>
      </div>
      <ThresholdsForm thresholds={levels} onChange={setLevels} />
      {!isWrong && shown.length > 0 && (
        <ChartPreview project={project} runs={runs} baseline={baseline} lines={shown} thresholds={thresholds} />
      )}
      <div className={classes.actions}>
        {remove && (
          <Button size="xs" variant="default" color="red" onClick={remove}>
            Delete chart
          </Button>
        )}
        <Button size="xs" type="submit" disabled={lines.length === 0 || isWrong || isUnknown}>
          {chart === null ? 'Add chart' : 'Save'}
        </Button>
      </div>
    </form>
  );
}

function linesOf(drafts: readonly Draft[]): LineSpec[] {
  return drafts
    .filter(({ text }) => text.trim() !== '')
    .map(({ text, look }) => ({ ...look, formula: asFormula(text) }));
}

interface CheckedOn {
  project: string;
  runs: readonly ChartRun[];
  baseline: string | null;
}

/** The server's word on each line as it is typed. A bare name is a metric, and nothing is wrong with it. */
function useChecks({ project, runs, baseline }: CheckedOn, drafts: readonly Draft[]) {
  const ids = runs.slice(0, runsChecked).map((run) => run.id);
  return useQueries({
    queries: drafts.map(({ text }) => ({
      queryKey: ['formula check', project, ids, baseline, text],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        checkFormula({ project, runs: ids, baseline, role: 'y', formula: text }, signal).catch(unchecked),
      enabled: isFormula(text),
      staleTime: 30_000,
    })),
    combine: (results) => results.map(({ data }) => data),
  });
}

function unchecked(error: unknown): FormulaCheck {
  const diagnostic = { from: 0, to: 0, severity: 'error', code: 'unavailable', message: explain(error) } as const;
  return { diagnostics: [diagnostic], rows: 0 };
}

interface LineProps {
  at: number;
  project: string;
  runs: readonly ChartRun[];
  draft: Draft;
  check: FormulaCheck | undefined;
  /** Where somebody who opens the form begins to type. */
  isFirst: boolean;
  set: (part: Partial<Draft>) => void;
  remove: () => void;
}

const none: readonly FormulaDiagnostic[] = [];

function Line({ at, project, runs, draft, check, isFirst, set, remove }: LineProps) {
  const ids = useMemo(() => runs.map((run) => run.id), [runs]);
  const [isOpen, setOpen] = useState(false);
  return (
    <div className={classes.line}>
      <Suspense fallback={<div className={classes.waiting} />}>
        <FormulaInput
          project={project}
          runs={ids}
          label={`Line ${at + 1}`}
          value={draft.text}
          isFirst={isFirst}
          diagnostics={check?.diagnostics ?? none}
          onChange={(text) => set({ text })}
        />
      </Suspense>
      <ActionIcon
        size="sm"
        aria-label={`Look of line ${at + 1}`}
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        <SettingsIcon size={13} />
      </ActionIcon>
      <ActionIcon size="sm" aria-label={`Remove line ${at + 1}`} onClick={remove}>
        <CloseIcon size={12} />
      </ActionIcon>
      {isOpen && (
        <div className={classes.look}>
          <LineForm line={draft.look} onChange={(look) => set({ look })} />
        </div>
      )}
    </div>
  );
}

const namesMax = 2000;

interface ExamplesMenuProps {
  project: string;
  runs: readonly ChartRun[];
  insert: (formula: string) => void;
}

/** What people ask, written with the names of these runs' metrics. */
function ExamplesMenu({ project, runs, insert }: ExamplesMenuProps) {
  const [isOpen, setOpen] = useState(false);
  const ids = runs.slice(0, runsChecked).map((run) => run.id);
  const { data = [], isPending } = useQuery({
    queryKey: ['formula examples', project, ids],
    queryFn: async ({ signal }) => {
      const { examplesOf } = await import('../../formula/examples');
      const found = await queryDefinitions({ project, runs: ids, types: ['floatSeries'], limit: namesMax }, signal);
      return examplesOf(found.entries.map(({ name }) => name));
    },
    enabled: isOpen,
    staleTime: 60_000,
  });
  return (
    <Menu opened={isOpen} onChange={setOpen} withinPortal={false} width={330}>
      <Menu.Target>
        <Button size="compact-xs" variant="subtle">
          Examples
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {data.map(({ label, formula }) => (
          <Menu.Item key={label} onClick={() => insert(formula)}>
            {label}
            <div className={classes.formula}>{formula}</div>
          </Menu.Item>
        ))}
        {data.length === 0 && (
          <Menu.Label>{isPending ? 'Loading' : 'Nothing fits the names of these metrics.'}</Menu.Label>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
