import type { ObjectPoint } from '../../api/series';
import { plainText } from './plainText';

/** The columns of lines in a file. */
export const lineHead = ['run', 'step', 'time', 'text'];

export function lineRow(run: string, { step, time, text }: ObjectPoint): (string | number)[] {
  return [run, step, new Date(time).toISOString(), plainText(text ?? '')];
}
