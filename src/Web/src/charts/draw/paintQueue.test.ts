import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { PaintQueue } from './paintQueue';

beforeEach(() => {
  // Only what exists can be faked, and Node has no frames.
  vi.stubGlobal('requestAnimationFrame', () => 0);
  vi.stubGlobal('cancelAnimationFrame', () => undefined);
  vi.useFakeTimers({ toFake: ['requestAnimationFrame', 'cancelAnimationFrame'] });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('draws what is quick in one frame, in order, and what came twice once', () => {
  const queue = new PaintQueue();
  const drawn: string[] = [];
  const a = () => drawn.push('a');
  queue.add(a);
  queue.add(() => drawn.push('b'));
  queue.add(a);
  vi.advanceTimersToNextFrame();
  expect(drawn).toEqual(['a', 'b']);
});

it('leaves what does not fit to the next frames, and what was taken back undone', () => {
  let time = 0;
  const queue = new PaintQueue(() => time);
  const drawn: string[] = [];
  const slow = (name: string) => () => {
    drawn.push(name);
    time += 8;
  };
  const last = slow('c');
  queue.add(slow('a'));
  queue.add(slow('b'));
  queue.add(last);
  queue.remove(last);
  vi.advanceTimersToNextFrame();
  expect(drawn).toEqual(['a']);
  vi.advanceTimersToNextFrame();
  vi.advanceTimersToNextFrame();
  expect(drawn).toEqual(['a', 'b']);
});

it('goes on with what a frame was too short for, before what has not begun', () => {
  let time = 0;
  const queue = new PaintQueue(() => time);
  const drawn: string[] = [];
  let left = 20;
  queue.add((isOver) => {
    while (left > 0 && !isOver()) {
      left--;
      time++;
    }
    drawn.push(`long ${left}`);
    return left > 0;
  });
  queue.add(() => drawn.push('next'));
  for (let frame = 0; frame < 3; frame++) vi.advanceTimersToNextFrame();
  expect(drawn).toEqual(['long 13', 'long 6', 'long 0', 'next']);
});
