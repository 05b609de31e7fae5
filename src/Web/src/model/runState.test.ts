import { expect, it } from 'vitest';

import type { Attribute } from './attribute';
import type { Run } from './run';
import { hasFuture, lastSeen, stateOf, timeNote } from './runState';

const now = Date.parse('2026-11-30T12:00:00Z');

function run(state: string, ...attributes: Attribute[]): Run {
  return { id: 'A-1', customId: 'a', name: null, state, attributes: new Map(attributes.map((one) => [one.name, one])) };
}

const created: Attribute = { name: 'sys/creation_time', type: 'datetime', value: '2026-11-29T12:00:00Z' };
const seconds = (value: number): Attribute => ({ name: 'sys/running_time_seconds', type: 'float', value });

it('is failed where somebody said so, whatever it last did', () => {
  const failed: Attribute = { name: 'sys/failed', type: 'bool', value: true };
  expect(stateOf(run('running', failed))).toBe('failed');
  expect(stateOf(run('running'))).toBe('running');
  expect(stateOf(run('idle', { ...failed, value: false }))).toBe('idle');
});

it('was last seen when it last logged', () => {
  expect(lastSeen(run('idle'))).toBeNull();
  expect(lastSeen(run('idle', { name: 'sys/ping_time', type: 'datetime', value: 'x' }))).toBe('x');
});

it('says what is odd about its times', () => {
  expect(hasFuture(run('idle', created, seconds(60 * 365 * 86_400)), now)).toBe(true);
  expect(timeNote(run('idle', created, seconds(60 * 365 * 86_400)), now)).toMatch(/in the future/);
  expect(timeNote(run('idle', created, seconds(40 * 86_400)), now)).toMatch(/before it was created/);
  expect(timeNote(run('idle', created, seconds(3600)), now)).toBeNull();
});
