import { ActionIcon, Button } from '@mantine/core';
import { useState } from 'react';

import type { NamedFormula } from '../api/namedFormulas';
import { CloseIcon, PencilIcon, PlusIcon, TrashIcon } from '../components/icons';
import { useNamedFormulas, type NamedFormulas as Named } from '../data/useNamedFormulas';
import { explain } from '../model/errors';
import { FormulaInput } from './FormulaInput';
import { NamedForm } from './NamedForm';
import classes from './NamedFormulas.module.css';

export interface NamedFormulasProps {
  project: string;
  /** sys/id of the runs whose metrics are offered. */
  runs: readonly string[];
  /** Takes a formula in, as `@name`. */
  use?: ((formula: NamedFormula) => void) | undefined;
  close?: () => void;
}

/** The formulas that a project has under names: to use, to change, to delete, and to make another. */
export function NamedFormulas({ project, runs, use, close }: NamedFormulasProps) {
  const named = useNamedFormulas(project);
  const [edited, setEdited] = useState<string | null>(null);
  const edit = (id: string | null) => {
    named.reset();
    setEdited(id);
  };
  return (
    <section className={classes.list} aria-label="Named formulas">
      <div className={classes.head}>
        <span>Formulas of this project</span>
        {close && (
          <ActionIcon size="xs" aria-label="Close the named formulas" onClick={close}>
            <CloseIcon size={12} />
          </ActionIcon>
        )}
      </div>
      {named.list.length === 0 && !named.isPending && edited === null && (
        <p className={classes.none}>
          None yet. Save a formula under a name, and every chart of the project can use it as @name.
        </p>
      )}
      {named.list.map((one) =>
        edited === one.id ? (
          <Edited key={one.id} project={project} runs={runs} named={named} of={one} close={() => edit(null)} />
        ) : (
          <Item key={one.id} named={named} one={one} use={use} edit={() => edit(one.id)} />
        ),
      )}
      {named.error !== null && edited === null && (
        <div role="alert" className={classes.error}>
          {explain(named.error)}
        </div>
      )}
      {edited === '' ? (
        <Edited project={project} runs={runs} named={named} close={() => edit(null)} />
      ) : (
        <Button size="compact-xs" variant="subtle" leftSection={<PlusIcon size={12} />} onClick={() => edit('')}>
          New named formula
        </Button>
      )}
    </section>
  );
}

interface ItemProps {
  named: Named;
  one: NamedFormula;
  use: NamedFormulasProps['use'];
  edit: () => void;
}

function Item({ named, one, use, edit }: ItemProps) {
  const [isAsked, setAsked] = useState(false);
  const { name, formula, note, unit } = one;
  return (
    <div className={classes.item}>
      <div className={classes.texts}>
        <b>@{name}</b>
        {unit && <span className={classes.unit}> {unit}</span>}
        <code>{formula}</code>
        {note && <span className={classes.note}>{note}</span>}
      </div>
      {isAsked ? (
        <>
          <Button size="compact-xs" variant="default" onClick={() => setAsked(false)}>
            Keep
          </Button>
          {/* What goes wrong is said below the list. */}
          <Button size="compact-xs" color="red" onClick={() => void named.remove(one).catch(() => undefined)}>
            Delete
          </Button>
        </>
      ) : (
        <>
          {use && (
            <Button size="compact-xs" variant="light" onClick={() => use(one)}>
              Use
            </Button>
          )}
          <ActionIcon size="sm" aria-label={`Edit @${name}`} onClick={edit}>
            <PencilIcon size={13} />
          </ActionIcon>
          <ActionIcon size="sm" aria-label={`Delete @${name}`} onClick={() => setAsked(true)}>
            <TrashIcon size={13} />
          </ActionIcon>
        </>
      )}
    </div>
  );
}

interface EditedProps {
  project: string;
  runs: readonly string[];
  named: Named;
  of?: NamedFormula;
  close: () => void;
}

function Edited({ project, runs, named, of, close }: EditedProps) {
  const [text, setText] = useState(of?.formula ?? '');
  return (
    <NamedForm
      {...(of === undefined ? {} : { of })}
      formula={text}
      error={named.error}
      cancel={close}
      save={(content) => named.save(content, of).then(close)}
    >
      <FormulaInput
        project={project}
        runs={runs}
        label={of === undefined ? 'Formula' : `Formula of @${of.name}`}
        value={text}
        diagnostics={none}
        onChange={setText}
      />
    </NamedForm>
  );
}

const none: readonly never[] = [];
