import { ActionIcon, Tooltip, useComputedColorScheme } from '@mantine/core';

import { highlight } from '../../components/highlight';
import { PinIcon } from '../../components/icons';
import { Link } from '../../components/Link';
import { Name } from '../../components/Name';
import type { ChartRun } from '../../model/chartRun';
import { colorOf } from '../../model/color';
import { runPath } from '../../url/route';
import classes from '../widgets.module.css';

export interface CompareHeadProps {
  project: string;
  runs: readonly ChartRun[];
  before: number;
  width: number;
  reference: string | null;
  /** null: the reference cannot be changed here. */
  setReference: ((run: string | null) => void) | null;
}

/** The names of the runs; one of them can be the reference, from which the others' differences are marked. */
export function CompareHead({ project, runs, before, width, reference, setReference }: CompareHeadProps) {
  const scheme = useComputedColorScheme('light');
  return (
    <div role="row" className={classes.header} style={{ width }}>
      <div role="columnheader" className={classes.name} style={{ width: 300 }}>
        Attribute
      </div>
      <div style={{ width: before, flex: 'none' }} />
      {runs.map((run) => {
        const isReference = run.id === reference;
        return (
          <div
            key={run.id}
            role="columnheader"
            className={classes.cell}
            style={{ width: 190 }}
            onMouseEnter={() => highlight.set(run.id)}
            onMouseLeave={() => highlight.set(null)}
          >
            <span className={classes.color} style={{ background: colorOf(run, scheme) }} />
            <Link to={runPath(project, run.id)} className="name">
              <Name>{run.label}</Name>
            </Link>
            {setReference && (
              <Tooltip
                label={isReference ? 'The baseline: press to compare with none' : 'Compare all runs with this one'}
              >
                <ActionIcon
                  size="xs"
                  ml="auto"
                  color={isReference ? 'indigo' : 'gray'}
                  variant={isReference ? 'light' : 'subtle'}
                  aria-pressed={isReference}
                  aria-label={`Baseline: ${run.label}`}
                  onClick={() => setReference(isReference ? null : run.id)}
                >
                  <PinIcon size={13} />
                </ActionIcon>
              </Tooltip>
            )}
          </div>
        );
      })}
    </div>
  );
}
