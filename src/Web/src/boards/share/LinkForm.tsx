import { Button, Radio, Select, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { use, useState } from 'react';

import { createPublicLink } from '../../api/links';
import { named } from '../../data/naming';
import { explain } from '../../model/errors';
import { plural } from '../../model/format';
import type { Board } from '../board';
import classes from '../boards.module.css';
import { useBoardApi } from '../boardApi';
import { widgetTitle } from '../options';
import type { BoardScope } from '../widget';
import { linksKey, queriedRuns, ShownRunSet, theseRuns } from './linkRuns';

export interface LinkFormProps {
  scope: BoardScope;
  branch: string;
  board: Board;
  done: (address: string) => void;
}

const hourMs = 3_600_000;
const ends = { '1': 'In a day', '7': 'In a week', '30': 'In 30 days', '365': 'In a year', never: 'Never' };

/** What a new link shows, and how long. */
export function LinkForm({ scope, branch, board, done }: LinkFormProps) {
  const { noun } = useBoardApi();
  const client = useQueryClient();
  const { project, runs, baseline } = scope;
  const queried = queriedRuns(use(ShownRunSet), baseline);
  const [name, setName] = useState('');
  const [days, setDays] = useState('30');
  const [widget, setWidget] = useState('');
  const [kind, setKind] = useState(queried === null ? 'these' : 'first');
  const make = useMutation({
    mutationFn: async () => {
      await named(client);
      const expires = days === 'never' ? null : new Date(Date.now() + Number(days) * 24 * hourMs).toISOString();
      const shown = kind === 'first' && queried !== null ? queried : theseRuns(scope);
      return createPublicLink(project, {
        boardId: branch,
        kind: noun,
        name: name.trim(),
        ...(expires !== null && { expires }),
        ...(widget !== '' && { widget }),
        ...(noun === 'dashboard' && { runs: shown }),
      });
    },
    onSuccess: async ({ address }) => {
      done(address);
      await client.invalidateQueries({ queryKey: linksKey(project, branch) });
    },
  });
  const widgets = board.sections.flatMap((section) =>
    section.widgets.map(({ id, dto }) => ({ value: id, label: widgetTitle(dto) || 'Text' })),
  );
  return (
    <form
      className={classes.fields}
      onSubmit={(event) => {
        event.preventDefault();
        make.mutate();
      }}
    >
      <p className={classes.of}>
        Whoever has a public link sees the published {noun} without signing in, and nothing else of this server.
      </p>
      <TextInput
        label="Whom or what it is for"
        maxLength={200}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Select
        label="Shows"
        allowDeselect={false}
        searchable
        data={[{ value: '', label: `The whole ${noun}` }, ...widgets]}
        value={widget}
        onChange={(value) => setWidget(value ?? '')}
      />
      {noun === 'dashboard' && (
        <Radio.Group label="Of these runs" value={kind} onChange={setKind}>
          <Radio
            value="these"
            mt={6}
            disabled={runs.length === 0}
            label={`The ${plural(runs.length, 'run')} shown now`}
          />
          <Radio
            value="first"
            mt={6}
            disabled={queried === null}
            label={
              queried === null
                ? 'The first of a query: not for picked runs, nor in the order of a formula'
                : `The first ${queried.count} that the table’s filters find, whenever somebody looks`
            }
          />
        </Radio.Group>
      )}
      <Select
        label="Expires"
        allowDeselect={false}
        data={Object.entries(ends).map(([value, label]) => ({ value, label }))}
        value={days}
        onChange={(value) => setDays(value ?? '30')}
      />
      {make.error !== null && <span role="alert">{explain(make.error)}</span>}
      <Button type="submit" loading={make.isPending}>
        Make a public link
      </Button>
    </form>
  );
}
