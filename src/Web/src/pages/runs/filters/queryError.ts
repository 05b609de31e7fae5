import { tableQuery, type TableFilters } from '../../../model/table';

export interface QueryError {
  message: string;
  /** In the text of the box, from 0; null where the server doesn't say. */
  position: number | null;
}

/**
 * The server's error, with the position in the text of the box: the query that was sent may contain other filters too.
 */
export function queryError(message: string, view: TableFilters): QueryError {
  const said = /at character (\d+)/.exec(message);
  if (said === null) return { message, position: null };
  const start = Math.max(0, tableQuery(view).indexOf(view.query));
  const position = Number(said[1]) - 1 - start;
  if (position < 0 || position > view.query.length)
    return { message: message.replace(/ at character \d+/, ''), position: null };
  return { message: message.replace(said[0], `at character ${position + 1}`), position };
}
