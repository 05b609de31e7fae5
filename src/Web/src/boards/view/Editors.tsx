import classes from '../boards.module.css';
import { editorsText, useEditors } from '../useEditors';

/** Says who else edits the dashboard now. */
export function Editors({ project, branch }: { project: string; branch: string | null }) {
  const text = editorsText(useEditors(project, branch));
  return (
    <span className={`name ${classes.editors}`} role="status" title={text}>
      <bdi>{text}</bdi>
    </span>
  );
}
