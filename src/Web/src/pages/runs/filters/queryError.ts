import { tableQuery, type TableFilters } from '../../../model/table';

export interface QueryError {
  message: string;
  /** In the text of the box, from 0; null where the server doesn't say. */
  position: number | null;
  /** Where the word at the position ends. */
  end?: number;
}

/**
 * The server's error, with the position in the text of the box: the query that was sent may contain other filters too.
 */
export function queryError(message: string, view: TableFilters): QueryError {
  const said = /at character (\d+)/.exec(message);
  if (said === null) return { message, position: null };
  const sent = tableQuery(view);
  const start = Math.max(0, sent.indexOf(view.query));
  const position = placeOf(message, sent, Number(said[1]) - 1) - start;
  if (position < 0 || position > view.query.length)
    return { message: message.replace(/ at character \d+/, ''), position: null };
  const end = wordEnd(view.query, position);
  return { message: message.replace(said[0], `at character ${position + 1}`), position, end };
}

/** A word that the server quotes is what is wrong: the place that it tells is that of the comparison around it. */
function placeOf(message: string, sent: string, comparison: number): number {
  const word = /: "(.+?)" is not /s.exec(message)?.[1];
  const at = word === undefined ? -1 : sent.indexOf(word, comparison);
  return at < 0 ? comparison : at;
}

/** The end of the word at a place: a name in backticks, a text in quotes, or signs up to a space. */
export function wordEnd(text: string, position: number): number {
  const rest = text.slice(position);
  const word = /^(?:`[^`]*`(?::\w+)?|"(?:[^"\\]|\\.)*"|[^\s()]+)/.exec(rest);
  return position + Math.max(1, word?.[0].length ?? 1);
}
