const escapeSequences = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[@-Z\\-_])/g;

const colors = /^\u001b\[[\d;]*m$/;

/** What a terminal would leave standing: colors gone, and of a line that was written over, its last form. */
export function plainText(text: string): string {
  return left(text.replace(escapeSequences, ''));
}

/** The same with the colors, as escape sequences. */
export function coloredText(text: string): string {
  return left(text.replace(escapeSequences, (sequence) => (colors.test(sequence) ? sequence : '')));
}

function left(text: string): string {
  const plain = text.replace(/\r?\n$/, '');
  if (!plain.includes('\r')) return plain;
  return plain
    .split('\n')
    .map((line) => line.replace(/\r$/, '').split('\r').at(-1))
    .join('\n');
}
