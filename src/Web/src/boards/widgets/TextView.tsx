import { EmptyState } from '../../components/States';
import classes from '../boards.module.css';
import type { BoardWidgetProps } from '../widget';
import { MathMarkdown } from './MathMarkdown';

/** Markdown with tables and formulas of LaTeX. */
export function TextView({ dto, onEdit, project, runs, experiments, baseline }: BoardWidgetProps) {
  const text = dto.freeText ?? '';
  if (text.trim() === '') {
    return <EmptyState title="No text yet">{onEdit && 'Open the settings of this widget to write some.'}</EmptyState>;
  }
  return (
    <div className={classes.text} tabIndex={0}>
      <MathMarkdown text={text} project={project} runs={runs} experiments={experiments} baseline={baseline} />
    </div>
  );
}
