import { useComputedColorScheme } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';

import { listStyles, putStyle, type Style } from '../api/styles';
import { runColor } from '../charts/color';

/** `#rrggbb` of a colour as style sheets take it; null for what is none. */
export function hexOf(color: string): string | null {
  if (/^#[0-9a-f]{6}/i.test(color)) return color.slice(0, 7).toLowerCase();
  if (/^#[0-9a-f]{3,4}$/i.test(color)) return color.slice(0, 4).replace(/[^#]/g, '$&$&').toLowerCase();
  if (color.startsWith('#')) return null;
  // A name: the browser knows them. One that it doesn't leaves what was set before.
  const pen = document.createElement('canvas').getContext('2d');
  if (pen === null) return null;
  pen.fillStyle = '#000001';
  pen.fillStyle = color;
  return pen.fillStyle === '#000001' ? null : pen.fillStyle;
}

/** Colours of runs: those that people chose, else each id's own. */
export interface Colors {
  of: (run: string) => string;
  /** null where nobody chose one. */
  chosen: (run: string) => string | null;
}

/** What a run's colour is kept under: a style of its short id. */
const runAttribute = 'sys/id';
const stylesKey = (project: string) => ['styles', project];
const none: readonly Style[] = [];

export function useColors(project: string): Colors {
  const scheme = useComputedColorScheme('light');
  const { data = none } = useQuery({
    queryKey: stylesKey(project),
    queryFn: ({ signal }) => listStyles(project, signal),
    refetchInterval: 60_000,
  });
  return useMemo(() => {
    const styles = new Map(
      data.flatMap(({ name, value, color }) => {
        const hex = name === runAttribute ? hexOf(color) : null;
        return hex === null ? [] : [[value, hex] as const];
      }),
    );
    return {
      of: (run) => styles.get(run) ?? runColor(run, scheme),
      chosen: (run) => styles.get(run) ?? null,
    };
  }, [data, scheme]);
}

/** Gives a run a colour for everybody; an empty one gives it its own back. */
export function useSetColor(project: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ run, color }: { run: string; color: string }) =>
      putStyle(project, { name: runAttribute, value: run, color }),
    // Seen at once; should the server refuse, what it has comes back.
    onMutate: ({ run, color }) => {
      client.setQueryData<Style[]>(stylesKey(project), (styles = []) => [
        ...styles.filter(({ name, value }) => name !== runAttribute || value !== run),
        ...(color === '' ? [] : [{ name: runAttribute, value: run, color }]),
      ]);
    },
    onSettled: () => client.invalidateQueries({ queryKey: stylesKey(project) }),
  });
}
