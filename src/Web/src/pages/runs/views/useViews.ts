import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';

import { savedMeanwhile } from '../../../api/documents';
import { readView, savedOver, viewContent } from '../../../api/viewContent';
import {
  createView,
  deleteView,
  listViews,
  setDefaultView,
  updateView,
  type ViewContent,
  type ViewDto,
} from '../../../api/views';
import { named } from '../../../data/naming';
import { ApiError } from '../../../model/errors';
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

/** A change that was refused: somebody else saved or deleted the view since this page read it. */
export interface Conflict {
  /** What this page would have saved. */
  mine: ViewDto;
  /** What is there now; null if the view is gone. */
  theirs: ViewDto | null;
}

export interface ViewActions {
  /** @param content What the page shows, unless it is something else. */
  create: (name: string, content?: ViewContent) => Promise<ViewDto>;
  save: (dto: ViewDto) => Promise<ViewDto>;
  /** Saves over what somebody else saved. */
  overwrite: (mine: ViewDto, theirs: ViewDto) => Promise<ViewDto>;
  rename: (dto: ViewDto, name: string) => Promise<ViewDto>;
  setDefault: (id: string | null) => Promise<void>;
  remove: (dto: ViewDto) => Promise<void>;
  /** Reads the views again. */
  reload: () => Promise<void>;
}

export interface ViewChanges {
  actions: ViewActions;
  conflict: Conflict | null;
  error: Error | null;
  reset: () => void;
}

/** Changes of the project's views, from what the page shows now. */
export function useViewActions(project: string, view: RunsView): ViewChanges {
  const client = useQueryClient();
  const [conflict, setConflict] = useState<Conflict | null>(null);
  const mutation = useMutation({ mutationFn: (act: () => Promise<unknown>) => act() });
  const key = ['views', project];
  const reload = () => client.invalidateQueries({ queryKey: key });
  const reset = () => {
    mutation.reset();
    setConflict(null);
  };
  const run = async <T>(act: () => Promise<T>): Promise<T> => (await mutation.mutateAsync(act)) as T;
  const stored = async (answer: Promise<ViewDto>) => {
    const dto = await answer;
    client.setQueryData<ViewDto[]>(key, (now = []) =>
      now.some(({ id }) => id === dto.id) ? now.map((one) => (one.id === dto.id ? dto : one)) : [...now, dto],
    );
    return dto;
  };
  const forget = async (answer: Promise<void>) => {
    await answer;
    await reload();
  };
  // What somebody else saved is not shown before the person has decided: it would mix with what the page has unsaved.
  const guarded = async <T>(mine: (theirs: ViewDto | null) => ViewDto, act: () => Promise<T>) => {
    setConflict(null);
    try {
      return await run(act);
    } catch (failure) {
      const theirs = savedMeanwhile<ViewDto>(failure);
      if (theirs !== null || isGone(failure)) {
        mutation.reset();
        setConflict({ mine: mine(theirs), theirs });
      }
      throw failure;
    }
  };
  const update = (mine: ViewDto) => guarded(() => mine, () => stored(updateView(project, mine)));
  return {
    actions: {
      create: (name, content = viewContent(view)) => run(() => stored(createView(project, name, content))),
      // Of the revision that the changes began from, not the one that is known by now.
      save: async (dto) => {
        await named(client);
        return update({ ...savedOver(dto, view), revision: view.revision ?? dto.revision });
      },
      overwrite: (mine, theirs) => update({ ...mine, revision: theirs.revision }),
      // Of what somebody else saved, a new name changes the name alone.
      rename: (dto, name) =>
        guarded((theirs) => ({ ...(theirs ?? dto), name }), () => stored(updateView(project, { ...dto, name }))),
      setDefault: (id) => run(() => forget(setDefaultView(project, id))),
      remove: (dto) => guarded((theirs) => theirs ?? dto, () => forget(deleteView(project, dto))),
      reload,
    },
    conflict,
    error: mutation.error,
    reset,
  };
}

function isGone(failure: unknown): boolean {
  return failure instanceof ApiError && failure.status === 404;
}

/** Where a project opened without a word on what to show goes: its default view; null for nowhere else. */
export function openingView(views: readonly ViewDto[]): string | null {
  return views.find((dto) => dto.defaultView)?.id ?? null;
}

export function isSaved(viewId: string | null): boolean {
  return viewId !== null && viewId !== standardView;
}
