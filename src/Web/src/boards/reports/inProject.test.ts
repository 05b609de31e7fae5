import { expect, it } from 'vitest';

import type { RunGroupDto } from '../../api/reports';
import { writeBoard } from '../wire';
import { newSection } from '../options';
import { inProject } from './inProject';
import { noRuns, readRuns, withRuns } from './runGroups';

it('keeps the runs of each section, whatever project it goes to', () => {
  const of = (project: string | null) => withRuns(newSection(), { ...noRuns, names: ['LLM-1'], project });
  const heads = [of(null), of('third'), of('new'), newSection()];
  const sections = heads.map((head) => ({ id: head.id, head, widgets: [] }));
  const content = writeBoard({ name: 'R', sections, rest: { type: 'report' } });
  const there = inProject(content, 'old', 'new');
  expect(there.widgets.map((head) => readRuns(head)?.project)).toEqual(['old', 'third', null, undefined]);
  const [group] = there.widgets[2]!.options!.runGroups as RunGroupDto[];
  expect('projectId' in group!).toBe(false);
  const back = inProject(there, 'new', 'old');
  expect(back.widgets.map((head) => readRuns(head)?.project)).toEqual([null, 'third', 'new', undefined]);
});
