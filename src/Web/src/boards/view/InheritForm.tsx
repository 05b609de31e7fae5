import { Button, NumberInput } from '@mantine/core';

import { CloseIcon } from '../../components/icons';
import { SettingsForm } from '../../charts/settings/SettingsForm';
import classes from '../boards.module.css';
import { runsMaxMost, setHere, type BoardSettings } from '../settings';
import type { BoardScope } from '../widget';

export type SettingsPart = { [K in keyof BoardSettings]?: BoardSettings[K] | null };

export interface InheritFormProps extends Pick<BoardScope, 'project' | 'runs' | 'baseline'> {
  /** What holds where nothing is set here. */
  inherited: BoardSettings;
  /** Whose that is, such as “the dashboard”. */
  from: string;
  own: Partial<BoardSettings>;
  /** Whether it has charts of lines; else only how many runs there are. */
  hasCharts?: boolean;
  /** Sets these here; of null they are inherited again. */
  set: (part: SettingsPart) => void;
}

/** Settings of a place that inherits the others: what is set here is named, and can be given back. */
export function InheritForm({ inherited, from, own, hasCharts = true, set, ...scope }: InheritFormProps) {
  const here = setHere(own, inherited);
  const settings = { ...inherited, ...own };
  return (
    <div className={classes.fields}>
      {here.length === 0 ? (
        <p className={classes.explained}>All as {from}.</p>
      ) : (
        <div className={classes.setHere}>
          <div role="list" aria-label="Set here">
            {here.map(({ key, name, value, inherited: before }) => (
              <span key={key} role="listitem">
                {name}: {value}
                <button
                  type="button"
                  aria-label={`${name}: as ${from}`}
                  title={`As ${from}: ${before}`}
                  onClick={() => set({ [key]: null })}
                >
                  <CloseIcon size={11} />
                </button>
              </span>
            ))}
          </div>
          <Button variant="subtle" size="compact-xs" onClick={() => set(nothing(own))}>
            All as {from}
          </Button>
        </div>
      )}
      <NumberInput
        label="Runs at most, from the first"
        placeholder={inherited.runsMax === 0 ? 'All that are shown' : String(inherited.runsMax)}
        min={0}
        max={runsMaxMost}
        value={own.runsMax ?? ''}
        onChange={(value) => set({ runsMax: typeof value === 'number' ? value : null })}
      />
      {hasCharts && <SettingsForm {...scope} settings={settings} isOfSeveral set={set} />}
    </div>
  );
}

function nothing(own: Partial<BoardSettings>): SettingsPart {
  return Object.fromEntries(Object.keys(own).map((key) => [key, null]));
}
