import { ActionIcon, Button, NumberInput, Select, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';

import { createMark, deleteMark, updateMark, type Mark } from '../../api/marks';
import { Dialog } from '../../components/Dialog';
import { PencilIcon, TrashIcon } from '../../components/icons';
import { marksKey, useMarks } from '../../data/useMarks';
import type { ChartRun } from '../../model/chartRun';
import { explain } from '../../model/errors';
import { formatMomentExact, formatNumber } from '../../model/format';
import classes from './MarksDialog.module.css';

export interface MarksDialogProps {
  project: string;
  runs: readonly ChartRun[];
  /** The step that a new mark is likely to be on. */
  step: number | null;
  close: () => void;
}

const textMax = 500;

/** The marks of the shown runs: what there is, and one more. */
export function MarksDialog({ project, runs, step, close }: MarksDialogProps) {
  const client = useQueryClient();
  const labels = new Map(runs.map(({ id, label }) => [id, label]));
  const marks = useMarks(project)
    .filter(({ run }) => labels.has(run))
    .sort((a, b) => a.step - b.step);
  const [edited, setEdited] = useState<Mark | null>(null);
  const refresh = () => client.invalidateQueries({ queryKey: marksKey(project) });
  const remove = useMutation({ mutationFn: (mark: Mark) => deleteMark(project, mark), onSettled: refresh });
  return (
    <Dialog title="Marks on steps" onClose={close} size="lg">
      {marks.length > 0 && (
        <ul className={classes.list} aria-label="Marks">
          {marks.map((mark) => (
            <li key={mark.id}>
              <span className={classes.step}>{formatNumber(mark.step)}</span>
              <span className={classes.text}>
                <bdi>{mark.text}</bdi>
                <span className={classes.of}>
                  <bdi>{labels.get(mark.run)}</bdi> · {mark.updatedBy || mark.author},{' '}
                  {formatMomentExact(Date.parse(mark.updated))}
                </span>
              </span>
              <ActionIcon size="sm" aria-label={`Edit “${mark.text}”`} onClick={() => setEdited(mark)}>
                <PencilIcon size={14} />
              </ActionIcon>
              <ActionIcon size="sm" aria-label={`Delete “${mark.text}”`} onClick={() => remove.mutate(mark)}>
                <TrashIcon size={14} />
              </ActionIcon>
            </li>
          ))}
        </ul>
      )}
      {remove.error !== null && <p role="alert">{explain(remove.error)}</p>}
      <MarkForm
        key={edited?.id ?? 'new'}
        {...{ project, runs, step, edited }}
        done={() => {
          setEdited(null);
          void refresh();
        }}
      />
    </Dialog>
  );
}

interface MarkFormProps {
  project: string;
  runs: readonly ChartRun[];
  step: number | null;
  /** null: a new one. */
  edited: Mark | null;
  done: () => void;
}

function MarkForm({ project, runs, step, edited, done }: MarkFormProps) {
  const [run, setRun] = useState(edited?.run ?? runs[0]?.id ?? null);
  const [at, setAt] = useState<number | string>(edited?.step ?? step ?? '');
  const [text, setText] = useState(edited?.text ?? '');
  const save = useMutation({
    mutationFn: (content: { run: string; step: number; text: string }) =>
      edited === null ? createMark(project, content) : updateMark(project, { ...edited, ...content }),
    onSuccess: () => {
      setText('');
      done();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (run !== null && typeof at === 'number' && text.trim() !== '') save.mutate({ run, step: at, text: text.trim() });
  };
  return (
    <form className={classes.form} onSubmit={submit} aria-label={edited === null ? 'New mark' : 'Edit the mark'}>
      <Select
        label="Run"
        searchable
        allowDeselect={false}
        data={runs.map(({ id, label }) => ({ value: id, label }))}
        value={run}
        onChange={setRun}
      />
      <NumberInput label="Step" min={0} value={at} onChange={setAt} />
      <TextInput
        label="What happened"
        placeholder="lr lowered"
        maxLength={textMax}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        error={save.error === null ? null : explain(save.error)}
      />
      <Button
        type="submit"
        loading={save.isPending}
        disabled={run === null || typeof at !== 'number' || text.trim() === ''}
      >
        {edited === null ? 'Mark the step' : 'Save'}
      </Button>
    </form>
  );
}
