import { Button, Modal, SegmentedControl, TextInput } from '@mantine/core';
import { useState } from 'react';

import { Popup } from '../../components/Popup';
import { explain } from '../../model/errors';
import classes from '../boards.module.css';
import type { Draft } from '../draft';
import type { Conflict } from '../merge';
import { isSection, widgetTitle } from '../options';

export interface PublishButtonProps {
  draft: Draft;
  left: () => Promise<void>;
}

/** Makes the draft what everybody sees. What others published is merged; where both changed a widget it asks. */
export function PublishButton({ draft, left }: PublishButtonProps) {
  const [isOpen, setOpen] = useState(false);
  const [name, setName] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const [conflicts, setConflicts] = useState<readonly Conflict[]>([]);
  const publish = async (chosen: ReadonlySet<string> | null) => {
    setBusy(true);
    setFailure(null);
    try {
      const found = await draft.publish(name.trim(), chosen);
      setConflicts(found);
      if (found.length === 0) await left();
      else setOpen(false);
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <Popup
        label="Publish"
        width={300}
        position="bottom-end"
        isOpen={isOpen}
        onChange={setOpen}
        target={<Button>Publish</Button>}
      >
        <form
          className={classes.fields}
          onSubmit={(event) => {
            event.preventDefault();
            void publish(null);
          }}
        >
          <TextInput
            label="What changed (optional)"
            placeholder="Added the gradients"
            maxLength={200}
            data-autofocus
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          {failure !== null && <span role="alert">{explain(failure)}</span>}
          <Button type="submit" loading={isBusy}>
            Publish for everybody
          </Button>
        </form>
      </Popup>
      <Modal opened={conflicts.length > 0} onClose={() => setConflicts([])} title="Both of you changed these" size="lg">
        <Choices conflicts={conflicts} isBusy={isBusy} failure={failure} publish={(chosen) => void publish(chosen)} />
      </Modal>
    </>
  );
}

interface ChoicesProps {
  conflicts: readonly Conflict[];
  isBusy: boolean;
  failure: unknown;
  /** With the ids of those where theirs holds. */
  publish: (chosen: ReadonlySet<string>) => void;
}

function Choices({ conflicts, isBusy, failure, publish }: ChoicesProps) {
  const [theirs, setTheirs] = useState<ReadonlySet<string>>(new Set());
  const choose = (id: string, isTheirs: boolean) =>
    setTheirs((now) => new Set([...now].filter((one) => one !== id).concat(isTheirs ? [id] : [])));
  return (
    <>
      {conflicts.map(({ id, mine, theirs: other }) => {
        const label = (mine ?? other)!;
        const name = isSection(label) ? (label.name ?? 'Section') : widgetTitle(label) || 'Text';
        return (
          <div key={id} className={classes.conflict}>
            <bdi className="name">{name}</bdi>
            <SegmentedControl
              aria-label={`Which holds for ${name}`}
              value={theirs.has(id) ? 'theirs' : 'mine'}
              onChange={(value) => choose(id, value === 'theirs')}
              data={[
                { value: 'mine', label: mine === null ? 'Mine: removed' : 'Mine' },
                { value: 'theirs', label: other === null ? 'Theirs: removed' : 'Theirs' },
              ]}
            />
          </div>
        );
      })}
      {failure !== null && <span role="alert">{explain(failure)}</span>}
      <div className={classes.actions}>
        <Button loading={isBusy} onClick={() => publish(theirs)}>
          Publish with these
        </Button>
      </div>
    </>
  );
}
