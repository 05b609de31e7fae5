import { ActionIcon, TextInput, Tooltip } from '@mantine/core';
import { Suspense, useMemo, useState } from 'react';

import { ClickIcon, CloseIcon, SettingsIcon, ViewIcon } from '../../components/icons';
import { lazyWithRetry } from '../../data/lazyWithRetry';
import { useNamedFormulas } from '../../data/useNamedFormulas';
import type { Operation } from '../../formula/compose';
import { NamedForm } from '../../formula/NamedForm';
import { asFormula, isFormula } from '../../model/chart';
import type { ChartRun } from '../../model/chartRun';
import { LineForm } from '../settings/LineForm';
import { BandForm } from './BandForm';
import classes from './builder.module.css';
import { Composer } from './Composer';
import { withBand, type LineDraft } from './draft';
import { MatchNote } from './MatchNote';
import type { FormulaChecks } from './useFormulaChecks';

const FormulaInput = lazyWithRetry(() =>
  import('../../formula/FormulaInput').then((module) => module.FormulaInput),
);

export interface LineRowProps {
  /** Where it stands, from 1. */
  number: number;
  project: string;
  runs: readonly ChartRun[];
  draft: LineDraft;
  checks: FormulaChecks;
  /** Takes the focus when it comes on the page. */
  isFirst: boolean;
  /** Opens what writes the formula by choosing, with this operation. */
  compose?: Operation | undefined;
  set: (part: Partial<LineDraft>, of: string) => void;
  remove: () => void;
}

type Pane = 'look' | 'parts' | 'name' | null;

/** One line of a chart that is made: its formula or its filter, and behind buttons what else is said of it. */
export function LineRow(props: LineRowProps) {
  const { number, project, runs, draft, checks, isFirst, compose, set, remove } = props;
  const { by, text, look } = draft;
  const ids = useMemo(() => runs.map((run) => run.id), [runs]);
  const [pane, setPane] = useState<Pane>(compose === undefined ? null : 'parts');
  const opener = (which: Exclude<Pane, null>, label: string, icon: React.ReactNode) => (
    <Tooltip label={label}>
      <ActionIcon
        size="sm"
        aria-label={`${label}: line ${number}`}
        aria-expanded={pane === which}
        onClick={() => setPane(pane === which ? null : which)}
      >
        {icon}
      </ActionIcon>
    </Tooltip>
  );
  // A box tells of what it is given, too: that is no change.
  const change = (next: string) => {
    if (next !== text) set({ text: next }, `text ${draft.key}`);
  };
  return (
    <div className={classes.line}>
      {by === 'match' ? (
        <TextInput
          size="xs"
          aria-label={`Names of line ${number}`}
          placeholder="^layers/\d+/grad_norm$"
          data-autofocus={isFirst || undefined}
          value={text}
          onChange={(event) => change(event.currentTarget.value)}
        />
      ) : (
        <Suspense fallback={<div className={classes.waiting} />}>
          <FormulaInput
            project={project}
            runs={ids}
            label={`Line ${number}`}
            value={text}
            isFirst={isFirst && compose === undefined}
            diagnostics={checks.of(text)?.diagnostics ?? none}
            onChange={change}
          />
        </Suspense>
      )}
      <div className={classes.tools}>
        {by === 'formula' && opener('parts', 'Build by choosing', <ClickIcon size={14} />)}
        {by === 'formula' && isFormula(asFormula(text)) && text.trim() !== '' && (
          opener('name', 'Save under a name', <ViewIcon size={13} />)
        )}
        {opener('look', 'Look and band', <SettingsIcon size={13} />)}
        <ActionIcon size="sm" aria-label={`Remove line ${number}`} onClick={remove}>
          <CloseIcon size={12} />
        </ActionIcon>
      </div>
      {by === 'match' && <MatchNote project={project} runs={runs} filter={text} choose={change} />}
      {pane === 'parts' && (
        <Composer {...{ project, runs, number, text }} operation={compose} onChange={change} />
      )}
      {pane === 'name' && (
        <SaveNamed
          project={project}
          formula={asFormula(text)}
          close={(name) => {
            setPane(null);
            if (name !== null) change(`@${name}`);
          }}
        />
      )}
      {pane === 'look' && (
        <div className={classes.look}>
          <LineForm line={look} onChange={(next) => set({ look: next }, `look ${draft.key}`)} />
          <Suspense fallback={<div className={classes.waiting} />}>
            <BandForm
              {...{ project, runs, number, checks }}
              isOfSeveral={by === 'match'}
              band={look.band}
              onChange={(band) => set({ look: withBand(look, band) }, `band ${draft.key}`)}
            />
          </Suspense>
        </div>
      )}
    </div>
  );
}

const none: readonly never[] = [];

/** Keeps a line's formula for the whole project; the line takes it in by its name then. */
function SaveNamed(props: { project: string; formula: string; close: (name: string | null) => void }) {
  const { project, formula, close } = props;
  const named = useNamedFormulas(project);
  return (
    <div className={classes.look}>
      <NamedForm
        formula={formula}
        error={named.error}
        cancel={() => close(null)}
        save={(content) => named.save(content).then(() => close(content.name))}
      />
    </div>
  );
}
