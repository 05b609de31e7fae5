export type PatchLine =
  | { kind: 'place' | 'note'; text: string }
  | { kind: 'same' | 'added' | 'removed'; text: string; before: number | null; after: number | null };

/** What a patch does to one file. */
export interface PatchFile {
  name: string;
  added: number;
  removed: number;
  lines: PatchLine[];
}

const headers = /^(index |--- |\+\+\+ |new file |deleted file |old mode |new mode |similarity |rename |copy |Binary )/;

/** Reads what `git diff` prints. Lines that belong to no file stand in one without a name. */
export function parsePatch(text: string): PatchFile[] {
  const files: PatchFile[] = [];
  let [before, after] = [0, 0];
  // How many lines the hunk still has of either side: within it, `---` is a line that was taken away.
  let [beforeLeft, afterLeft] = [0, 0];
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  for (const line of lines) {
    const start = /^diff --git (?:"?a\/(.*?)"? )?"?b\/(.*?)"?$/.exec(line);
    if (start !== null && beforeLeft <= 0 && afterLeft <= 0) {
      files.push({ name: start[2]!, added: 0, removed: 0, lines: [] });
      continue;
    }
    if (files.length === 0) files.push({ name: '', added: 0, removed: 0, lines: [] });
    const file = files.at(-1)!;
    const place = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/.exec(line);
    if (place !== null) {
      [before, beforeLeft, after, afterLeft] = [Number(place[1]), count(place[2]), Number(place[3]), count(place[4])];
      file.lines.push({ kind: 'place', text: line });
    } else if (beforeLeft <= 0 && afterLeft <= 0) {
      if (!headers.test(line) || line.startsWith('Binary ')) file.lines.push({ kind: 'note', text: line });
    } else if (line.startsWith('+')) {
      file.lines.push({ kind: 'added', text: line.slice(1), before: null, after: after++ });
      file.added++;
      afterLeft--;
    } else if (line.startsWith('-')) {
      file.lines.push({ kind: 'removed', text: line.slice(1), before: before++, after: null });
      file.removed++;
      beforeLeft--;
    } else if (line.startsWith('\\')) {
      file.lines.push({ kind: 'note', text: line });
    } else {
      file.lines.push({ kind: 'same', text: line.slice(1), before: before++, after: after++ });
      beforeLeft--;
      afterLeft--;
    }
  }
  return files;
}

function count(text: string | undefined): number {
  return text === undefined ? 1 : Number(text);
}
