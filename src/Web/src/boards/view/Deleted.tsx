import classes from '../boards.module.css';
import { useBoardApi } from '../boardApi';

/** Said while a board is on the page that somebody moved to the trash. */
export function Deleted() {
  const { noun } = useBoardApi();
  return (
    <div className={classes.notice} role="alert">
      Somebody deleted this {noun}. The trash of the list keeps it for 30 days: restore it there to go on.
    </div>
  );
}
