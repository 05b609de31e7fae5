import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';

import { readView, savedOver, viewContent } from '../../../api/viewContent';
import { createView, deleteView, listViews, setDefaultView, updateView, type ViewDto } from '../../../api/views';
import { defaultRuns, standardView, type RunsView } from '../../../model/runsView';

export interface Views {
  list: readonly ViewDto[];
  isPending: boolean;
  /** The saved view that the address names; undefined for none, or one that is gone. */
  current: (viewId: string | null) => ViewDto | undefined;
  /** What the address departs from. */
  base: (viewId: string | null) => RunsView;
}

/** The project's saved views. A server without them has none. */
export function useViews(project: string): Views {
  const query = useQuery({ queryKey: ['views', project], queryFn: ({ signal }) => listViews(project, signal) });
  const list = query.data;
  return useMemo(() => {
    const bases = new Map(list?.map((dto) => [dto.id, readView(dto)]));
    return {
      list: list ?? [],
      isPending: query.isPending,
      current: (viewId) => list?.find((dto) => dto.id === viewId),
      base: (viewId) => bases.get(viewId ?? '') ?? defaultRuns,
    };
  }, [list, query.isPending]);
}

export interface ViewActions {
  create: (name: string) => Promise<ViewDto>;
  save: (dto: ViewDto) => Promise<ViewDto>;
  rename: (dto: ViewDto, name: string) => Promise<ViewDto>;
  setDefault: (id: string | null) => Promise<void>;
  remove: (id: string) => Promise<void>;
}

/** Changes of the project's views, from what the page shows now. */
export function useViewActions(
  project: string,
  view: RunsView,
): { actions: ViewActions; error: Error | null; reset: () => void } {
  const client = useQueryClient();
  const key = ['views', project];
  const put = (dto: ViewDto) =>
    client.setQueryData<ViewDto[]>(key, (now = []) =>
      now.some(({ id }) => id === dto.id) ? now.map((one) => (one.id === dto.id ? dto : one)) : [...now, dto],
    );
  const mutation = useMutation({
    mutationFn: (act: () => Promise<unknown>) => act(),
    // Somebody else saved the view meanwhile, or deleted it: shows what is there now.
    onError: () => client.invalidateQueries({ queryKey: key }),
  });
  const run = async <T>(act: () => Promise<T>): Promise<T> => (await mutation.mutateAsync(act)) as T;
  const stored = async (answer: Promise<ViewDto>) => {
    const dto = await answer;
    put(dto);
    return dto;
  };
  const forget = async (answer: Promise<void>) => {
    await answer;
    await client.invalidateQueries({ queryKey: key });
  };
  return {
    actions: {
      create: (name) => run(() => stored(createView(project, name, viewContent(view)))),
      save: (dto) => run(() => stored(updateView(project, savedOver(dto, view)))),
      rename: (dto, name) => run(() => stored(updateView(project, { ...dto, name }))),
      setDefault: (id) => run(() => forget(setDefaultView(project, id))),
      remove: (id) => run(() => forget(deleteView(project, id))),
    },
    error: mutation.error,
    reset: mutation.reset,
  };
}

/** Where a project opened without a word on what to show goes: its default view; null for nowhere else. */
export function openingView(views: readonly ViewDto[]): string | null {
  return views.find((dto) => dto.defaultView)?.id ?? null;
}

export function isSaved(viewId: string | null): boolean {
  return viewId !== null && viewId !== standardView;
}
