import { ActionIcon, Button, CopyButton, Tooltip } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';

import { createToken } from '../api/session';

import { CheckIcon, CopyIcon } from '../components/icons';
import { explain } from '../model/errors';
import classes from './FirstRun.module.css';

export interface FirstRunProps {
  /** `workspace/name`. */
  project: string;
}

/** The lines to paste that log a first run. */
export function FirstRun({ project }: FirstRunProps) {
  const token = useMutation({ mutationFn: createToken });
  const lines = [
    'pip install neptune-scale',
    `export NEPTUNE_API_TOKEN="${token.data ?? '<your token>'}"`,
    `export NEPTUNE_PROJECT=${shellQuote(project)}`,
    `python -c "from neptune_scale import Run; r = Run(); r.log_metrics({'loss': 0.5}, step=1); r.close()"`,
  ];
  const text = lines.join('\n');
  return (
    <div className={classes.first}>
      <div className={classes.box}>
        <pre tabIndex={0} role="region" aria-label="Commands that log a first run">
          {text}
        </pre>
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
      {token.data === undefined ? (
        <Button variant="default" loading={token.isPending} onClick={() => token.mutate()}>
          Fill in a new API token
        </Button>
      ) : (
        <p className={classes.told}>
          The token is shown only here: copy the lines now. It works like the one you have.
        </p>
      )}
      {token.isError && <p role="alert">{explain(token.error)}</p>}
    </div>
  );
}

function shellQuote(text: string): string {
  return /^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
