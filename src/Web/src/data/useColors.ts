import { useComputedColorScheme } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';

import { guestKey } from '../api/guest';
import { listStyles, putStyle, type Style } from '../api/styles';
import { runColor } from '../model/color';

/** A CSS color as `#rrggbb`; null if it is not a color. */
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

/** Colors of runs and of values: those that people chose, else each run's own. */
export interface Colors {
  of: (run: string) => string;
  /** null where nobody chose one. */
  chosen: (run: string) => string | null;
  /** What was chosen for all that has this value of this attribute, such as a tag. */
  value: (attribute: string, value: string) => string | null;
}

/** What a run's color is kept under: a style of its short id. */
export const runAttribute = 'sys/id';
const keyOf = (name: string, value: string) => JSON.stringify([name, value]);
const stylesKey = (project: string) => ['styles', project];
const none: readonly Style[] = [];

export function useColors(project: string): Colors {
  const scheme = useComputedColorScheme('light');
  const { data = none } = useQuery({
    queryKey: stylesKey(project),
    queryFn: ({ signal }) => listStyles(project, signal),
    refetchInterval: 60_000,
    // Who has a link is told the colors with the runs.
    enabled: guestKey === null,
  });
  return useMemo(() => {
    const styles = new Map(
      data.flatMap(({ name, value, color }) => {
        const hex = hexOf(color);
        return hex === null ? [] : [[keyOf(name, value), hex] as const];
      }),
    );
    const value = (name: string, text: string) => styles.get(keyOf(name, text)) ?? null;
    return {
      of: (run) => value(runAttribute, run) ?? runColor(run, scheme),
      chosen: (run) => value(runAttribute, run),
      value,
    };
  }, [data, scheme]);
}

/** Gives what has a value a color for everybody; an empty one takes it away. */
export function useSetColor(project: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (style: Style) => putStyle(project, style),
    // Seen at once; should the server refuse, what it has comes back.
    onMutate: (style) => {
      client.setQueryData<Style[]>(stylesKey(project), (styles = []) => [
        ...styles.filter(({ name, value }) => name !== style.name || value !== style.value),
        ...(style.color === '' ? [] : [style]),
      ]);
    },
    onSettled: () => client.invalidateQueries({ queryKey: stylesKey(project) }),
  });
}
