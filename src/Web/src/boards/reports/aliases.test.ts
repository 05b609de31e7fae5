import { expect, it } from 'vitest';

import { emptyBoard } from '../board';
import { newSection } from '../options';
import { aliasOf, colorIn, setAlias, setColorIn } from './aliases';
import { readReport, writeReport } from './reportWire';

const run = { id: 'llm-1', isExperiment: false };

it('keeps names of runs as the wire has them, and those of experiments apart', () => {
  const named = setAlias('p1', run, 'Baseline')(emptyBoard);
  const both = setAlias('p1', { ...run, isExperiment: true }, 'Sweep')(named);
  expect(aliasOf(both.rest, 'p1', run)).toBe('Baseline');
  expect(aliasOf(both.rest, 'p1', { ...run, isExperiment: true })).toBe('Sweep');
  expect(aliasOf(both.rest, 'p2', run)).toBeNull();
  const report = writeReport(both) as unknown as Record<string, { projectId: string; aliases: object[] }[]>;
  const alias = { originalId: 'llm-1', nameAlias: 'Baseline', createdAt: expect.stringMatching(/^20\d\d-.*Z$/) };
  expect(report.runAliases).toEqual([{ projectId: 'p1', aliases: [alias] }]);
  expect(aliasOf(readReport(writeReport(both)).rest, 'p1', run)).toBe('Baseline');
});

it('changes and takes away a name, and keeps what it does not know', () => {
  const alias = { originalId: 'llm-1', nameAlias: 'A', createdAt: 'x', by: 'me' };
  const rest = { type: 'report', runAliases: [{ projectId: 'p1', more: 1, aliases: [alias] }] };
  const changed = setAlias('p1', run, 'B')({ ...emptyBoard, rest });
  expect(changed.rest.runAliases).toEqual([
    { projectId: 'p1', more: 1, aliases: [{ ...alias, nameAlias: 'B' }] },
  ]);
  expect(setAlias('p1', run, ' ')(changed).rest.runAliases).toEqual([]);
  expect(aliasOf({ type: 'report', runAliases: 'odd' }, 'p1', run)).toBeNull();
});

it('has a color for a run within a section, where the wire has it', () => {
  const head = newSection();
  const board = { ...emptyBoard, sections: [{ id: head.id, head, widgets: [] }] };
  const colored = setColorIn(head, 'llm-1', '#D1373C')(board);
  const [section] = colored.sections;
  expect(colorIn(section!.head, 'llm-1')).toBe('#d1373c');
  const [node] = writeReport(colored).nodes;
  expect(node!.gridProperties!.colorsConfig).toEqual({ colors: [{ owner: 'llm-1', color: '#D1373C' }] });
  expect(colorIn(setColorIn(section!.head!, 'llm-1', '')(colored).sections[0]!.head, 'llm-1')).toBeNull();
  const odd = { ...head, options: { grid: { colorsConfig: { colors: [{ owner: 'x', color: 'url(evil)' }, null] } } } };
  expect(colorIn(odd, 'x')).toBeNull();
});
