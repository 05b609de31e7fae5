import { ActionIcon, Button, Checkbox, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';

import { assignString } from '../../../api/runs';
import { PencilIcon } from '../../../components/icons';
import { Name } from '../../../components/Name';
import { Popup } from '../../../components/Popup';
import { explain } from '../../../model/errors';
import { textOf, type Run } from '../../../model/run';
import { useRefresh } from '../useRun';
import classes from './RunHead.module.css';

/** The run's name as the page's heading, to be edited: of the run alone, or of the whole experiment that it names. */
export function RunName({ project, run }: { project: string; run: Run }) {
  const refresh = useRefresh(project);
  const experiment = textOf(run, 'sys/experiment/name');
  const label = run.name ?? run.customId;
  const [draft, setDraft] = useState<string | null>(null);
  const [isOfAll, setOfAll] = useState(true);
  const name = draft?.trim() ?? '';
  const path = isOfAll && experiment !== null ? 'sys/experiment/name' : 'sys/name';
  const isSame = name === (path === 'sys/name' ? run.name : experiment);
  const save = useMutation({
    mutationFn: () => assignString(project, run.id, path, name),
    onSuccess: async () => {
      await refresh();
      setDraft(null);
    },
  });
  const open = () => {
    save.reset();
    setOfAll(run.name === experiment);
    setDraft(run.name ?? '');
  };
  return (
    <>
      <h1>
        <Name>{label}</Name>
      </h1>
      <Popup
        label="Rename"
        width={380}
        isOpen={draft !== null}
        onChange={(isOpen) => (isOpen ? open() : setDraft(null))}
        target={
          <ActionIcon size="sm" ml={-8} aria-label="Rename">
            <PencilIcon size={12} />
          </ActionIcon>
        }
      >
        <form
          className={classes.form}
          onSubmit={(event) => {
            event.preventDefault();
            save.mutate();
          }}
        >
          <TextInput
            label="Name"
            data-autofocus
            value={draft ?? ''}
            onChange={(event) => setDraft(event.currentTarget.value)}
            error={save.isError ? explain(save.error) : undefined}
          />
          {experiment !== null && (
            <Checkbox
              label="Rename the experiment, with all its runs"
              description={isOfAll ? 'New runs with the former name start another experiment.' : undefined}
              checked={isOfAll}
              onChange={(event) => setOfAll(event.currentTarget.checked)}
            />
          )}
          <Button type="submit" loading={save.isPending} disabled={name === '' || isSame}>
            Save
          </Button>
        </form>
      </Popup>
    </>
  );
}
