import { ActionIcon, CopyButton, Tooltip } from '@mantine/core';

import { CheckIcon, CopyIcon } from '../components/icons';
import classes from './FirstRun.module.css';

export interface FirstRunProps {
  /** `workspace/name`. */
  project: string;
}

/** The lines to paste that log a first run. */
export function FirstRun({ project }: FirstRunProps) {
  const lines = [
    'pip install neptune-scale',
    `export NEPTUNE_API_TOKEN="<your token>" NEPTUNE_PROJECT=${shellQuote(project)}`,
    `python -c "from neptune_scale import Run; r = Run(); r.log_metrics({'loss': 0.5}, step=1); r.close()"`,
  ];
  const text = lines.join('\n');
  return (
    <div className={classes.box}>
      <pre tabIndex={0} role="region" aria-label="Commands that log a first run">{text}</pre>
      <CopyButton value={text}>
        {({ copied, copy }) => (
          <Tooltip label={copied ? 'Copied' : 'Copy'}>
            <ActionIcon onClick={copy} aria-label="Copy the commands">
              {copied ? <CheckIcon /> : <CopyIcon />}
            </ActionIcon>
          </Tooltip>
        )}
      </CopyButton>
    </div>
  );
}

function shellQuote(text: string): string {
  return /^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
