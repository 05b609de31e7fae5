import fc from 'fast-check';
import { expect, it } from 'vitest';

import { changed, historyOf, redone, undone } from './history';

it('goes back through what was, and forth again', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer(), { minLength: 2, maxLength: 20 }), ([first, ...rest]) => {
      let history = historyOf(first);
      for (const [at, value] of rest.entries()) history = changed(history, value, `field ${at}`, at);
      const end = history;
      const seen = [history.now];
      while (history.past.length > 0) {
        history = undone(history);
        seen.push(history.now);
      }
      expect(seen).toEqual([...rest.toReversed(), first]);
      for (let at = 0; at < rest.length; at++) history = redone(history);
      expect(history.now).toBe(end.now);
      expect(history.past).toEqual(end.past);
    }),
  );
});

it('takes what is typed in one field without a pause for one step', () => {
  let history = historyOf('');
  for (const [text, at] of [['a', 0], ['ab', 500], ['abc', 1200]] as const) {
    history = changed(history, text, 'name', at);
  }
  expect(undone(history).now).toBe('');
  history = changed(history, 'abcd', 'name', 5000);
  expect(undone(history).now).toBe('abc');
  expect(undone(changed(history, 'x', 'title', 5001)).now).toBe('abcd');
});

it('forgets what would be again when something else is made of it', () => {
  const back = undone(changed(historyOf('a'), 'b', null, 0));
  expect(redone(changed(back, 'c', null, 1)).now).toBe('c');
  expect(undone(historyOf('a')).now).toBe('a');
  expect(changed(historyOf('a'), 'a', null, 0).past).toEqual([]);
});
