import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';

import {
  createNamedFormula,
  deleteNamedFormula,
  listNamedFormulas,
  updateNamedFormula,
  type NamedFormula,
  type NamedFormulaContent,
} from '../api/namedFormulas';
import { named } from './naming';

export interface NamedFormulas {
  list: readonly NamedFormula[];
  isPending: boolean;
  /** Of the list, or of the last change. */
  error: Error | null;
  /** Makes one, or changes the one that is given; resolves when the server has it. */
  save: (content: NamedFormulaContent, over?: NamedFormula) => Promise<void>;
  remove: (formula: NamedFormula) => Promise<void>;
  /** Forgets what went wrong. */
  reset: () => void;
}

export function namedFormulasKey(project: string) {
  return ['named formulas', project];
}

/** The formulas that a project has under names, which all who see it share. */
export function useNamedFormulas(project: string, isEnabled = true): NamedFormulas {
  const client = useQueryClient();
  const queryKey = namedFormulasKey(project);
  const query = useQuery({
    queryKey,
    queryFn: ({ signal }) => listNamedFormulas(project, signal),
    enabled: isEnabled,
    staleTime: 30_000,
  });
  const { mutateAsync, error, reset } = useMutation({
    mutationFn: async ({ act, isMade = false }: { act: () => Promise<unknown>; isMade?: boolean }) => {
      if (isMade) await named(client);
      await act();
      await client.invalidateQueries({ queryKey });
      // What charts and boxes say of `@name` may be something else by now.
      await client.invalidateQueries({ queryKey: ['formula check', project] });
    },
  });
  return {
    list: query.data ?? [],
    isPending: query.isPending && isEnabled,
    error: error ?? query.error,
    save: (content, over) =>
      mutateAsync({
        isMade: true,
        act: () =>
          over === undefined
            ? createNamedFormula(project, content)
            : updateNamedFormula(project, { ...over, ...content }),
      }),
    remove: (formula) => mutateAsync({ act: () => deleteNamedFormula(project, formula) }),
    reset,
  };
}
