import { useComputedColorScheme } from '@mantine/core';

import { DownIcon, EyeHalfIcon, EyeIcon, EyeOffIcon, RightIcon } from '../../components/icons';
import type { Colors } from '../../data/useColors';
import { groupColor } from '../../model/color';
import { fieldLabel, type Field } from '../../model/field';
import { plural } from '../../model/format';
import { groupLabel, groupText, type RunGroup } from '../../model/run';
import { ColorMark } from '../../pickers/RunColor';
import { indent } from './Row';
import classes from './RunsTable.module.css';
import { Tag } from './Tag';

export interface GroupRowProps {
  project: string;
  colors: Colors;
  group: RunGroup;
  level: number;
  field: Field;
  isOpen: boolean;
  index: number;
  top: number;
  width: number;
  leadWidth: number;
  noun: string;
  /** How many of its runs are drawn. */
  drawn: 'all' | 'some' | 'none';
  toggle: () => void;
  draw: () => void;
}

/** The head of a group: opens and closes it, and shows or hides all of its runs in charts. */
export function GroupRow({
  project,
  colors,
  group,
  level,
  field,
  isOpen,
  index,
  top,
  width,
  leadWidth,
  noun,
  drawn,
  toggle,
  draw,
}: GroupRowProps) {
  const scheme = useComputedColorScheme('light');
  const value = group.values[level] ?? null;
  const own = groupText(value);
  const text = groupLabel(value, field);
  const chosen = colors.value(field.path, own);
  return (
    <div
      className={`${classes.row} ${classes.groupRow}`}
      style={{ transform: `translateY(${top}px)`, width }}
      role="row"
      aria-rowindex={index + 2}
      aria-level={level + 1}
      aria-expanded={isOpen}
    >
      <div className={classes.fixed} style={{ minWidth: leadWidth }}>
        <div className={`${classes.cell} ${classes.lead}`} role="rowheader">
          {level > 0 && <span style={{ width: level * indent, flex: 'none' }} />}
          <button
            type="button"
            className={classes.eye}
            aria-label={`${isOpen ? 'Close' : 'Open'} the group ${text}`}
            aria-expanded={isOpen}
            onClick={toggle}
          >
            {isOpen ? <DownIcon /> : <RightIcon />}
          </button>
          <button
            type="button"
            className={classes.eye}
            aria-pressed={drawn === 'all' ? true : drawn === 'some' ? 'mixed' : false}
            aria-label={`Show the group ${text} in charts`}
            title={drawn === 'all' ? 'Hide the runs of this group' : 'Show the runs of this group in charts'}
            onClick={draw}
          >
            {drawn === 'none' ? <EyeOffIcon /> : drawn === 'some' ? <EyeHalfIcon /> : <EyeIcon />}
          </button>
          <ColorMark
            project={project}
            name={field.path}
            value={own}
            label={`the group ${text}`}
            color={chosen ?? groupColor(group.id, scheme)}
            chosen={chosen}
            none="Default color"
            isOff={drawn === 'none'}
          />
          <span className={classes.groupField}>{fieldLabel(field)}</span>
          <GroupValue value={value} text={text} colorOf={(tag) => colors.value(field.path, tag)} />
          <span className={classes.groupCount}>{plural(group.count, noun)}</span>
        </div>
      </div>
    </div>
  );
}

interface GroupValueProps {
  value: RunGroup['values'][number];
  text: string;
  colorOf: (tag: string) => string | null;
}

function GroupValue({ value, text, colorOf }: GroupValueProps) {
  if (Array.isArray(value) && value.length > 0) {
    return (
      <span className={classes.groupTags} title={text}>
        {value.map((tag) => (
          <Tag key={tag} color={colorOf(tag)}>
            {tag}
          </Tag>
        ))}
      </span>
    );
  }
  const isNone = value === null || value.length === 0;
  return (
    <bdi className={`name ${isNone ? classes.muted : classes.groupValue}`} title={text}>
      {text.slice(0, 300)}
    </bdi>
  );
}

export interface MoreRowProps {
  index: number;
  top: number;
  width: number;
  level: number;
  /** Negative: not known how many. */
  left: number;
  what: string;
  more: () => void;
}

export function MoreRow({ index, top, width, level, left, what, more }: MoreRowProps) {
  return (
    <div
      className={`${classes.row} ${classes.moreRow}`}
      style={{ transform: `translateY(${top}px)`, width }}
      role="row"
      aria-rowindex={index + 2}
    >
      <div className={classes.fixed}>
        <div className={`${classes.cell} ${classes.lead}`} role="cell">
          <span style={{ width: level * indent + 30, flex: 'none' }} />
          <button type="button" className="link" onClick={more}>
            {left < 0 ? `Show more ${what}` : `Show more: ${plural(left, what)} left`}
          </button>
        </div>
      </div>
    </div>
  );
}
