import { ActionIcon, Button, TextInput, Tooltip } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useMemo, useState, type KeyboardEvent } from 'react';

import { RedoIcon, UndoIcon } from '../../components/icons';
import { isFormula, type ChartSpec } from '../../model/chart';
import type { ChartRun } from '../../model/chartRun';
import { changed, historyOf, redone, undone } from '../../model/history';
import classes from '../builder/builder.module.css';
import { AxesForm } from '../builder/AxesForm';
import { chartOf, draftOf, linesOf, textsOf, type ChartDraft } from '../builder/draft';
import { DrawingForm } from '../builder/DrawingForm';
import { LinesField, type Start } from '../builder/LinesField';
import { useFormulaChecks } from '../builder/useFormulaChecks';
import { ChartPreview } from './ChartPreview';
import { isComputed, ThresholdsForm } from './ThresholdsForm';

export interface CustomChartFormProps {
  project: string;
  runs: readonly ChartRun[];
  /** The run that formulas compare with. */
  baseline?: string | null | undefined;
  /** null makes a chart. */
  chart: ChartSpec | null;
  /** What a chart that is made begins with. */
  from?: ChartSpec | undefined;
  /** What is to be done first with what it begins with. */
  start?: Start | undefined;
  save: (chart: ChartSpec) => void;
  remove?: () => void;
}

const restMs = 300;

/** A chart of several metrics, or of formulas over them. */
export function CustomChartForm(props: CustomChartFormProps) {
  const { project, runs, baseline = null, chart, from = null, start, save, remove } = props;
  const [history, setHistory] = useState(() => historyOf(draftOf(chart ?? from)));
  const draft = history.now;
  const set = (part: Partial<ChartDraft>, of: string | null = null) =>
    setHistory((now) => changed(now, { ...now.now, ...part }, of, Date.now()));
  const [rested] = useDebouncedValue(draft, restMs);
  const on = { project, runs, baseline };
  const checks = useFormulaChecks({ ...on, role: 'y' }, rested.lines.flatMap(textsOf));
  const levelTexts = (of: ChartDraft) => of.levels.map(({ value }) => value);
  const levelChecks = useFormulaChecks({ ...on, role: 'scalar' }, levelTexts(rested), isComputed);
  const xTexts = ({ axes }: ChartDraft) => (axes.x === undefined ? [] : [axes.x]);
  const xChecks = useFormulaChecks({ ...on, role: 'x' }, xTexts(rested));
  const texts = draft.lines.flatMap(textsOf);
  // What was not looked at yet may be wrong.
  const isUnknown =
    texts.some((text) => isFormula(text) && checks.of(text) === undefined) ||
    xTexts(draft).some((text) => isFormula(text) && xChecks.of(text) === undefined) ||
    levelTexts(draft).some((text) => isComputed(text) && levelChecks.of(text) === undefined);
  const isWrong = checks.isWrong || xChecks.isWrong || levelChecks.isWrong;
  const isEmpty = linesOf(draft.lines).length === 0;
  const shown = useMemo(() => chartOf(rested, '=preview'), [rested]);
  const keys = (event: KeyboardEvent) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    const key = event.key.toLowerCase();
    if (key !== 'z' && key !== 'y') return;
    event.preventDefault();
    event.stopPropagation();
    setHistory(key === 'y' || event.shiftKey ? redone : undone);
  };
  return (
    <div className={classes.builder}>
      <form
        className={classes.form}
        aria-label={chart === null ? 'New chart' : 'Edit the chart'}
        // Boxes have a history of their own, which knows nothing of what is chosen beside them.
        onKeyDownCapture={keys}
        onSubmit={(event) => {
          event.preventDefault();
          if (!isEmpty && !isWrong && !isUnknown) save(chartOf(draft, chart?.id ?? null));
        }}
      >
        <div className={classes.fields}>
          <div className={classes.top}>
            <TextInput
              size="xs"
              label="Name"
              placeholder="Named after its lines"
              value={draft.title}
              onChange={(event) => set({ title: event.currentTarget.value }, 'title')}
            />
            <div className={classes.steps}>
              <Step label="Undo" isOn={history.past.length > 0} go={() => setHistory(undone)}>
                <UndoIcon size={14} />
              </Step>
              <Step label="Redo" isOn={history.future.length > 0} go={() => setHistory(redone)}>
                <RedoIcon size={14} />
              </Step>
            </div>
          </div>
          <LinesField
            {...{ project, runs, checks, start }}
            lines={draft.lines}
            onChange={(lines, of, x) => set(x === undefined ? { lines } : { lines, axes: { ...draft.axes, x } }, of)}
          />
          <DrawingForm plot={draft.plot} stack={draft.stack} onChange={set} />
          <AxesForm
            {...{ project, runs }}
            axes={draft.axes}
            checks={xChecks}
            hasRight={draft.lines.some(({ look }) => look.axis === 'right')}
            onChange={(axes, of) => set({ axes }, `axes ${of}`)}
          />
          <ThresholdsForm
            {...{ project, runs }}
            checks={levelChecks}
            thresholds={draft.levels}
            onChange={(levels) => set({ levels }, 'thresholds')}
          />
        </div>
        <div className={classes.side}>
          {!isWrong && shown.lines.length > 0 && (
            <ChartPreview project={project} runs={runs} baseline={baseline} chart={shown} />
          )}
        </div>
        <div className={classes.actions}>
          {remove && (
            <Button size="xs" variant="default" color="red" onClick={remove}>
              Delete chart
            </Button>
          )}
          <Button size="xs" type="submit" disabled={isEmpty || isWrong || isUnknown}>
            {chart === null ? 'Add chart' : 'Save'}
          </Button>
        </div>
      </form>
    </div>
  );
}

interface StepProps {
  label: string;
  isOn: boolean;
  go: () => void;
  children: React.ReactNode;
}

function Step({ label, isOn, go, children }: StepProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon size="sm" aria-label={label} disabled={!isOn} onClick={go}>
        {children}
      </ActionIcon>
    </Tooltip>
  );
}
