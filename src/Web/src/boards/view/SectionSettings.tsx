import { Button, Select } from '@mantine/core';

import { SettingsIcon } from '../../components/icons';
import { Popup } from '../../components/Popup';
import type { WidgetDto } from '../../api/dashboards';
import classes from '../boards.module.css';
import { repeatOf, withOptions } from '../options';
import { ownSettings, withSettings, type BoardSettings } from '../settings';
import type { BoardScope } from '../widget';
import { InheritForm } from './InheritForm';

export interface SectionSettingsProps {
  scope: Pick<BoardScope, 'project' | 'runs' | 'baseline'>;
  head: WidgetDto;
  /** Of the board. */
  inherited: BoardSettings;
  /** The names of the board's variables. */
  variables: readonly string[];
  change: (head: WidgetDto, field?: string) => void;
}

/** What the widgets of a section have in common, and for which values of a variable it is there again. */
export function SectionSettings({ scope, head, inherited, variables, change }: SectionSettingsProps) {
  const repeat = repeatOf(head);
  const names = repeat === null ? variables : [...new Set([repeat, ...variables])];
  return (
    <Popup
      label="Settings of the section"
      width={320}
      target={
        <Button variant="subtle" size="compact-xs" leftSection={<SettingsIcon size={12} />}>
          Settings
        </Button>
      }
    >
      <div className={`${classes.fields} ${classes.tall}`}>
        <Select
          label="Once for each value of"
          placeholder={names.length === 0 ? 'The dashboard has no variables' : 'No variable: it stands once'}
          disabled={names.length === 0}
          clearable
          comboboxProps={{ withinPortal: false }}
          data={[...names]}
          value={repeat}
          onChange={(variable) => change(withOptions(head, { repeat: variable === null ? undefined : { variable } }))}
        />
        <InheritForm
          {...scope}
          inherited={inherited}
          from="the dashboard"
          own={ownSettings(head)}
          set={(part) =>
            change(withOptions(head, { settings: withSettings(head.options?.settings, part) }), `settings ${head.id}`)
          }
        />
      </div>
    </Popup>
  );
}
