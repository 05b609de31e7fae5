import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';

import { guestKey } from '../api/guest';
import { getChartSettings, putChartSettings } from '../api/properties';
import { readBoardSettings, usualSettings, type BoardSettings } from './settings';

export function settingsKey(project: string) {
  return ['chart settings', project];
}

export interface ProjectSettings {
  /** What all boards of the project begin with. */
  settings: BoardSettings;
  /** What of it somebody set. */
  own: Partial<BoardSettings>;
  isPending: boolean;
}

/** The settings that all dashboards of a project inherit. */
export function useProjectSettings(project: string): ProjectSettings {
  const { data, isLoading } = useQuery({
    queryKey: settingsKey(project),
    queryFn: ({ signal }) => getChartSettings(project, signal),
    staleTime: 60_000,
    // Without them boards are as usual.
    retry: false,
    // Who has a link is told them with the board.
    enabled: guestKey === null,
  });
  const own = useMemo(() => readBoardSettings(data), [data]);
  const settings = useMemo(() => ({ ...usualSettings, ...own }), [own]);
  return { settings, own, isPending: isLoading };
}

/** Sets them for everybody. */
export function useSetProjectSettings(project: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (settings: Partial<BoardSettings>) => putChartSettings(project, settings),
    onSuccess: (_, settings) => client.setQueryData(settingsKey(project), settings),
  });
}
