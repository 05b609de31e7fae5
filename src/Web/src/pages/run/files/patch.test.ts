import fc from 'fast-check';
import { expect, it } from 'vitest';

import { parsePatch } from './patch';

const patch = `diff --git a/train.py b/train.py
index 1111111..2222222 100644
--- a/train.py
+++ b/train.py
@@ -10,3 +10,4 @@ def main():
     model = build(config)
-    optimizer = Adam()
+    optimizer = AdamW()
+    # twice
     step()
@@ -30 +31 @@
--- a comment of SQL
+++ plus
\\ No newline at end of file
diff --git a/my notes.md b/new name.md
similarity index 100%
rename from my notes.md
rename to new name.md
diff --git a/logo.png b/logo.png
Binary files a/logo.png and b/logo.png differ
`;

it('numbers the lines of each file, and counts what was added and taken away', () => {
  const files = parsePatch(patch);
  expect(files.map(({ name, added, removed }) => [name, added, removed])).toEqual([
    ['train.py', 3, 2],
    ['new name.md', 0, 0],
    ['logo.png', 0, 0],
  ]);
  expect(files[0]!.lines).toEqual([
    { kind: 'place', text: '@@ -10,3 +10,4 @@ def main():' },
    { kind: 'same', text: '    model = build(config)', before: 10, after: 10 },
    { kind: 'removed', text: '    optimizer = Adam()', before: 11, after: null },
    { kind: 'added', text: '    optimizer = AdamW()', before: null, after: 11 },
    { kind: 'added', text: '    # twice', before: null, after: 12 },
    { kind: 'same', text: '    step()', before: 12, after: 13 },
    { kind: 'place', text: '@@ -30 +31 @@' },
    { kind: 'removed', text: '-- a comment of SQL', before: 30, after: null },
    { kind: 'added', text: '++ plus', before: null, after: 31 },
    { kind: 'note', text: '\\ No newline at end of file' },
  ]);
  expect(files[2]!.lines).toEqual([{ kind: 'note', text: 'Binary files a/logo.png and b/logo.png differ' }]);
});

it('reads any text, and loses no line of what is no patch', () => {
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[a-z ]*$/), { maxLength: 20 }), (lines) => {
      const read = parsePatch(lines.join('\n')).flatMap((file) => file.lines.map((line) => line.text));
      const whole = lines.at(-1) === '' ? lines.slice(0, -1) : lines;
      expect(read).toEqual(whole.filter((line) => !/^(index |rename |copy |similarity )/.test(line)));
    }),
  );
  fc.assert(
    fc.property(fc.string(), (text) => {
      parsePatch(text);
    }),
  );
});
