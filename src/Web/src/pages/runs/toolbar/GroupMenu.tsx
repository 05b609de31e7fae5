import { ActionIcon, Button } from '@mantine/core';

import { ArrowDownIcon, ArrowUpIcon, CloseIcon, GroupIcon } from '../../../components/icons';
import classes from '../../../components/menus.module.css';
import { Popup } from '../../../components/Popup';
import type { Change } from '../../../model/change';
import type { Column } from '../../../model/column';
import { fieldKey, fieldLabel, sameField, type Field } from '../../../model/field';
import type { RunsView } from '../../../model/runsView';
import { AttributeSearch } from '../../../pickers/AttributeSearch';

export interface GroupMenuProps {
  project: string;
  view: RunsView;
  columns: readonly Column[];
  change: Change<RunsView>;
}

const levelsMax = 5;
const groupable = [
  'string',
  'stringSet',
  'int',
  'float',
  'bool',
  'datetime',
  'floatSeries',
  'experimentState',
] as const;
const offered: Field[] = [
  { path: 'sys/group_tags', type: 'stringSet', aggregation: 'last' },
  { path: 'sys/tags', type: 'stringSet', aggregation: 'last' },
  { path: 'sys/owner', type: 'string', aggregation: 'last' },
  { path: 'sys/state', type: 'experimentState', aggregation: 'last' },
  { path: 'sys/creation_time', type: 'datetime', aggregation: 'last' },
];

/** Chooses what runs are grouped by, the outermost first. */
export function GroupMenu({ project, view, columns, change }: GroupMenuProps) {
  const { groups } = view;
  const set = (next: Field[]) => change((now) => ({ ...now, groups: next, opened: [] }));
  const isChosen = (field: Field) => groups.some((group) => sameField(group, field));
  const ofTable = columns.filter(({ type }) => groupable.some((one) => one === type) && type !== 'floatSeries');
  const choices = [...offered, ...ofTable].filter(
    (field, at, all) => !isChosen(field) && all.findIndex((one) => sameField(one, field)) === at,
  );
  return (
    <Popup
      label="Group"
      width={340}
      position="bottom-end"
      padding={10}
      target={
        <Button variant={groups.length > 0 ? 'light' : 'default'} leftSection={<GroupIcon size={14} />}>
          {groups.length === 0
            ? 'Group'
            : `Grouped by ${groups.length === 1 ? fieldLabel(groups[0]!).slice(0, 24) : groups.length}`}
        </Button>
      }
    >
      {groups.map((group, at) => (
        <div key={fieldKey(group)} className={classes.chosen}>
          <span className={classes.place}>{at + 1}</span>
          <bdi className="name" title={group.path}>
            {group.path}
          </bdi>
          <span className={classes.end}>
            <ActionIcon
              size="xs"
              aria-label={`Outer: ${group.path}`}
              disabled={at === 0}
              onClick={() => set(swapped(groups, at - 1))}
            >
              <ArrowUpIcon size={13} />
            </ActionIcon>
            <ActionIcon
              size="xs"
              aria-label={`Inner: ${group.path}`}
              disabled={at === groups.length - 1}
              onClick={() => set(swapped(groups, at))}
            >
              <ArrowDownIcon size={13} />
            </ActionIcon>
            <ActionIcon
              size="xs"
              aria-label={`Remove from the grouping: ${group.path}`}
              onClick={() => set(groups.filter((one) => one !== group))}
            >
              <CloseIcon size={13} />
            </ActionIcon>
          </span>
        </div>
      ))}
      {groups.length < levelsMax ? (
        <>
          <div className={classes.heading}>{groups.length === 0 ? 'Group by' : 'Then by'}</div>
          <div className={classes.choices}>
            {choices.slice(0, 10).map((field) => (
              <button
                key={fieldKey(field)}
                type="button"
                className={classes.choice}
                title={field.path}
                onClick={() => set([...groups, field])}
              >
                <bdi className="name">{field.path}</bdi>
              </button>
            ))}
          </div>
          <AttributeSearch
            project={project}
            types={groupable}
            height={160}
            choose={({ name, type }) => {
              const field: Field = { path: name, type, aggregation: 'last' };
              if (!isChosen(field)) set([...groups, field]);
            }}
          />
        </>
      ) : (
        <div className={classes.heading}>Five levels at most.</div>
      )}
    </Popup>
  );
}

function swapped(fields: readonly Field[], at: number): Field[] {
  return fields.map((field, index) => (index === at ? fields[at + 1]! : index === at + 1 ? fields[at]! : field));
}
