import { Button, CopyButton, TagsInput, Textarea, Tooltip } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';

import { assignString, modifyTags } from '../../../api/runs';
import { CheckIcon, CopyIcon, PencilIcon } from '../../../components/icons';
import { Popup } from '../../../components/Popup';
import { StateMark } from '../../../components/StateMark';
import { useNow } from '../../../components/useNow';
import { useColors } from '../../../data/useColors';
import { explain } from '../../../model/errors';
import { formatAgo, formatDuration, formatMomentExact } from '../../../model/format';
import { isArchived, isTrashed, numberOf, textOf, type Run } from '../../../model/run';
import { hasFuture } from '../../../model/runState';
import { RunColor } from '../../../pickers/RunColor';
import { useRefresh } from '../useRun';
import { RunActions } from './RunActions';
import classes from './RunHead.module.css';
import { RunName } from './RunName';

export interface RunHeadProps {
  project: string;
  run: Run;
}

/** Run information: ids, state, owner, times, and the name, description and tags, which can be edited. */
export function RunHead({ project, run }: RunHeadProps) {
  const colors = useColors(project);
  const description = textOf(run, 'sys/description') ?? '';
  return (
    <header className={classes.head}>
      <RunColor project={project} run={run.id} label={run.name ?? run.customId} colors={colors} />
      <RunName project={project} run={run} />
      <CopyButton value={run.customId}>
        {({ copied, copy }) => (
          <Tooltip label={copied ? 'Copied' : `Copy the run id: ${run.customId}`} multiline maw={420}>
            <button type="button" className={classes.id} onClick={copy}>
              <span className="visually-hidden">Copy the run id</span>
              <span>{run.id}</span>
              {run.name !== null && <bdi className="name">{run.customId}</bdi>}
              {copied ? <CheckIcon size={12} /> : <CopyIcon size={12} />}
            </button>
          </Tooltip>
        )}
      </CopyButton>
      <State run={run} />
      <Tags project={project} run={run} path="sys/tags" noun="tag" />
      <Tags project={project} run={run} path="sys/group_tags" noun="group tag" />
      <Description project={project} run={run} description={description} />
      <RunActions project={project} run={run} />
    </header>
  );
}

function State({ run }: { run: Run }) {
  const now = useNow();
  const created = textOf(run, 'sys/creation_time');
  const seconds = numberOf(run, 'sys/running_time_seconds');
  const owner = textOf(run, 'sys/owner');
  return (
    <span className={classes.facts}>
      <StateMark run={run} now={now} isWordy />
      {isArchived(run) && <span>archived</span>}
      {isTrashed(run) && <span>in the trash</span>}
      {created !== null && (
        <time title={`Created ${formatMomentExact(created)}`}>created {formatAgo(created, now)}</time>
      )}
      {seconds !== null && !hasFuture(run, now) && (
        <span title="Time spent running">{formatDuration(seconds * 1000)}</span>
      )}
      {owner !== null && owner !== '' && (
        <bdi className="name" title={`Owner: ${owner}`}>
          {owner}
        </bdi>
      )}
    </span>
  );
}

interface TagsProps extends RunHeadProps {
  path: 'sys/tags' | 'sys/group_tags';
  noun: string;
}

function Tags({ project, run, path, noun }: TagsProps) {
  const refresh = useRefresh(project);
  const attribute = run.attributes.get(path);
  const tags = attribute?.type === 'stringSet' ? attribute.values : [];
  const [draft, setDraft] = useState<string[] | null>(null);
  const save = useMutation({
    mutationFn: (next: readonly string[]) =>
      modifyTags(
        project,
        [run.id],
        { add: next.filter((tag) => !tags.includes(tag)), remove: tags.filter((tag) => !next.includes(tag)) },
        path,
      ),
    onSuccess: async () => {
      await refresh();
      setDraft(null);
    },
  });
  return (
    <Popup
      label={`Edit ${noun}s`}
      width={320}
      className={classes.form}
      isOpen={draft !== null}
      onChange={(isOpen) => setDraft(isOpen ? [...tags] : null)}
      target={
        <button type="button" className={classes.tags}>
          <span className="visually-hidden">Edit {noun}s</span>
          {tags.length === 0 && <span className={classes.add}>+ {noun}</span>}
          {tags.map((tag) => (
            <bdi key={tag} className={`name ${classes.tag}`}>
              {tag}
            </bdi>
          ))}
        </button>
      }
    >
      <TagsInput
        label={noun === 'tag' ? 'Tags' : 'Group tags'}
        size="xs"
        data-autofocus
        value={draft ?? []}
        // Closing takes the focus, and with that the input takes in what was typed: no reason to open again.
        onChange={(next) => setDraft((now) => (now === null ? null : next))}
        error={save.isError ? explain(save.error) : undefined}
      />
      <Button loading={save.isPending} onClick={() => save.mutate(draft ?? [])}>
        Save
      </Button>
    </Popup>
  );
}

function Description({ project, run, description }: RunHeadProps & { description: string }) {
  const refresh = useRefresh(project);
  const [draft, setDraft] = useState<string | null>(null);
  const save = useMutation({
    mutationFn: (text: string) => assignString(project, run.id, 'sys/description', text),
    onSuccess: async () => {
      await refresh();
      setDraft(null);
    },
  });
  return (
    <Popup
      label="Edit description"
      width={420}
      className={classes.form}
      isOpen={draft !== null}
      onChange={(isOpen) => setDraft(isOpen ? description : null)}
      target={
        <button type="button" className={classes.description} title={description}>
          <span className="visually-hidden">Edit description</span>
          {description === '' ? (
            <span className={classes.add}>+ description</span>
          ) : (
            <bdi className="name">{description}</bdi>
          )}
          {description !== '' && <PencilIcon size={12} />}
        </button>
      }
    >
      <Textarea
        label="Description"
        size="xs"
        autosize
        minRows={3}
        maxRows={14}
        data-autofocus
        value={draft ?? ''}
        onChange={(event) => setDraft(event.currentTarget.value)}
        error={save.isError ? explain(save.error) : undefined}
      />
      <Button loading={save.isPending} onClick={() => save.mutate(draft ?? '')}>
        Save
      </Button>
    </Popup>
  );
}
