import { Textarea } from '@mantine/core';

import type { WidgetFormProps } from '../widget';
import classes from '../boards.module.css';
import { MathMarkdown } from './MathMarkdown';

const longest = 200_000;
const hint =
  'Tables, lists, links; LaTeX between $ and $, or $$ and $$ for lines of their own; ' +
  'values of the runs as {{ run_min(${val/loss}) | .3f }}';

/** The text, and beside it what it looks like. */
export function TextForm({ dto, change, project, runs, experiments, baseline }: WidgetFormProps) {
  return (
    <div className={classes.twoColumns}>
      <Textarea
        label="Markdown"
        description={hint}
        data-autofocus
        autosize
        minRows={12}
        maxRows={24}
        maxLength={longest}
        value={dto.freeText ?? ''}
        onChange={(event) => change({ ...dto, freeText: event.currentTarget.value }, 'text')}
      />
      <div className={classes.textPreview} aria-label="Preview">
        <MathMarkdown
          text={dto.freeText ?? ''}
          project={project}
          runs={runs}
          experiments={experiments}
          baseline={baseline}
        />
      </div>
    </div>
  );
}
