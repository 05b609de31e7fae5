import { Button, SegmentedControl, TagsInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import { Dialog } from '../../../components/Dialog';
import { queryValues } from '../../../api/attributes';
import { modifyTags, searchTags } from '../../../api/runs';
import classes from '../../../components/menus.module.css';
import { liveKey } from '../../../data/live';
import { explain } from '../../../model/errors';
import { plural } from '../../../model/format';

export interface TagsDialogProps {
  project: string;
  /** sys/id of the runs. */
  runs: readonly string[];
  close: () => void;
}

type TagPath = 'sys/tags' | 'sys/group_tags';

const shownMax = 100;
/** The dialog looks up the present tags of at most this many runs. */
const lookedAtMax = 1000;

/** Adds tags to runs and takes tags away, of either kind. */
export function TagsDialog({ project, runs, close }: TagsDialogProps) {
  const client = useQueryClient();
  const [path, setPath] = useState<TagPath>('sys/tags');
  const [add, setAdd] = useState<string[]>([]);
  const [remove, setRemove] = useState<string[]>([]);
  const known = useQuery({
    queryKey: ['tags', project, path, ''],
    queryFn: ({ signal }) => searchTags(project, path, '', signal),
  });
  const present = useQuery({
    queryKey: [...liveKey(project), 'tagsOf', runs, path],
    queryFn: ({ signal }) => tagsOf(project, runs.slice(0, lookedAtMax), path, signal),
  });
  const apply = useMutation({
    mutationFn: () => modifyTags(project, runs, { add, remove }, path),
    onSuccess: async () => {
      close();
      await Promise.all([
        client.invalidateQueries({ queryKey: liveKey(project) }),
        client.invalidateQueries({ queryKey: ['tags', project] }),
      ]);
    },
  });
  const change = (next: string) => {
    setPath(next as TagPath);
    setAdd([]);
    setRemove([]);
  };
  return (
    <Dialog onClose={close} title={`Tags of ${plural(runs.length, 'run')}`}>
      <SegmentedControl
        fullWidth
        aria-label="Which tags"
        value={path}
        onChange={change}
        data={[
          { value: 'sys/tags', label: 'Tags' },
          { value: 'sys/group_tags', label: 'Group tags' },
        ]}
      />
      <TagsInput
        mt={14}
        data-autofocus
        label="Add"
        placeholder={add.length === 0 ? 'Type a tag, then Enter' : ''}
        data={(known.data ?? []).slice(0, shownMax)}
        value={add}
        onChange={setAdd}
        acceptValueOnBlur
      />
      {(present.data?.size ?? 0) > 0 && (
        <>
          <div className={classes.heading}>Remove: click the tags to remove</div>
          <div className={classes.choices}>
            {[...present.data!].slice(0, shownMax).map(([tag, count]) => (
              <button
                key={tag}
                type="button"
                className={classes.choice}
                aria-pressed={remove.includes(tag)}
                style={remove.includes(tag) ? { textDecoration: 'line-through' } : undefined}
                onClick={() =>
                  setRemove((now) => (now.includes(tag) ? now.filter((one) => one !== tag) : [...now, tag]))
                }
              >
                <bdi className="name">{tag}</bdi>
                <span className={classes.count}>{count}</span>
              </button>
            ))}
          </div>
        </>
      )}
      {apply.error !== null && <p role="alert">{explain(apply.error)}</p>}
      <Button
        mt={14}
        loading={apply.isPending}
        disabled={add.length + remove.length === 0}
        onClick={() => apply.mutate()}
      >
        Apply
      </Button>
    </Dialog>
  );
}

/** How many of the runs have each tag, the commonest first. */
async function tagsOf(
  project: string,
  runs: readonly string[],
  path: TagPath,
  signal: AbortSignal,
): Promise<Map<string, number>> {
  const values = await queryValues({ project, runs, names: [path], limit: runs.length }, signal);
  const counts = new Map<string, number>();
  for (const attributes of values.values()) {
    const tags = attributes.get(path);
    if (tags?.type !== 'stringSet') continue;
    for (const tag of tags.values) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  }
  return new Map([...counts].sort(([a, many], [b, more]) => more - many || a.localeCompare(b)));
}
