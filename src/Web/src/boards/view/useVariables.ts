import { useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';

import { queryValues } from '../../api/attributes';
import { querySections } from '../../api/dashboards';
import { useStable } from '../../components/useStable';
import { attributeTypes, type Attribute } from '../../model/attribute';
import { chosenMax, type Chosen } from '../../model/chosen';
import { readVariables, valuesOf, type Variable } from '../../model/variables';
import type { BoardRest } from '../board';
import type { BoardScope } from '../widget';
import { Filler } from '../variables';

export interface ShownVariable {
  variable: Variable;
  /** To choose from. */
  found: readonly string[];
  /** Those that hold. */
  values: readonly string[];
  error: Error | null;
}

export interface ShownVariables {
  list: readonly ShownVariable[];
  filler: Filler;
  /** Values that are looked for, without which nothing can be shown. */
  isPending: boolean;
}

/** The variables of a board with what there is to choose from, and with what was chosen. */
export function useVariables(
  { project, runs }: Pick<BoardScope, 'project' | 'runs'>,
  { extra }: Pick<BoardRest, 'extra'>,
  chosen: Chosen,
): ShownVariables {
  const said = extra?.variables;
  const variables = useMemo(() => readVariables(said), [said]);
  const ids = useMemo(() => runs.map((run) => run.id), [runs]);
  const found = useQueries({
    queries: variables.map((variable) => ({
      queryKey: ['variable', project, ids, variable.kind, variable.regex, variable.path],
      queryFn: ({ signal }: { signal: AbortSignal }) => valuesFound(project, ids, variable, signal),
      enabled: isFound(variable) && ids.length > 0,
      refetchInterval: 60_000,
      placeholderData: (before: string[] | undefined) => before,
    })),
  });
  const list = variables.map((variable, at): ShownVariable => {
    const { data, error } = found[at]!;
    const all = variable.kind === 'values' ? variable.values : (data ?? []);
    return { variable, found: all, values: valuesOf(variable, chosen[variable.name], all), error };
  });
  const there = list.filter((one) => one.values.length > 0);
  const values = useStable(there.map((one) => [one.variable.name, one.values] as const));
  const filler = useMemo(() => new Filler(new Map(values)), [values]);
  return { list, filler, isPending: list.some((one, at) => one.values.length === 0 && found[at]!.isLoading) };
}

function isFound({ kind, regex, path }: Variable): boolean {
  return (kind === 'capture' && regex !== '') || (kind === 'attribute' && path !== '');
}

const separator = '\u001f';
const valuesMax = 1000;

async function valuesFound(
  project: string,
  runs: readonly string[],
  { kind, regex, path }: Variable,
  signal: AbortSignal,
): Promise<string[]> {
  if (kind === 'capture') {
    const sections = [{ id: 'variable', must: [regex], mustNot: [], capture: true, types: attributeTypes }];
    const [section] = await querySections({ project, runs, sections, limit: chosenMax }, signal);
    return [...new Set((section?.entries ?? []).map(({ key }) => key.split(separator)[0]!))];
  }
  const values = await queryValues({ project, runs, names: [path], limit: valuesMax }, signal);
  const texts = [...values.values()].flatMap((one) => [...one.values()].flatMap(textsOf));
  return [...new Set(texts)].sort(inOrder.compare).slice(0, chosenMax);
}

const inOrder = new Intl.Collator('en', { numeric: true });

function textsOf(attribute: Attribute): string[] {
  switch (attribute.type) {
    case 'int':
      return [attribute.digits];
    case 'float':
    case 'bool':
    case 'string':
    case 'datetime':
    case 'experimentState':
      return [String(attribute.value)];
    case 'stringSet':
      return [...attribute.values];
    default:
      return [];
  }
}
