import type { Attribute } from './attribute';

/** The point at which a run was forked from another one. */
export interface Fork {
  parent: string;
  /** The last step that is the parent's. */
  step: number;
}

export const forkPaths = ['sys/custom_run_id', 'sys/forking/parent', 'sys/forking/step'] as const;

export function forkOf(attributes: ReadonlyMap<string, Attribute> | undefined): Fork | null {
  const parent = attributes?.get('sys/forking/parent');
  const step = attributes?.get('sys/forking/step');
  if (parent?.type !== 'string' || (step?.type !== 'float' && step?.type !== 'int')) return null;
  return { parent: parent.value, step: step.value };
}

/**
 * The run that logged a point: the nearest ancestor that the step is not beyond, by its own id.
 *
 * @param forks by the run's own id; a run that is not there is taken for a root.
 */
export function sourceAt(run: string, step: number, forks: ReadonlyMap<string, Fork>): string {
  const seen = new Set<string>();
  let source = run;
  for (let fork = forks.get(source); fork !== undefined && step <= fork.step; fork = forks.get(source)) {
    if (seen.has(source)) break;
    seen.add(source);
    source = fork.parent;
  }
  return source;
}

/** The id that the client chose. */
export function customIdOf(attributes: ReadonlyMap<string, Attribute> | undefined): string | null {
  const id = attributes?.get('sys/custom_run_id');
  return id?.type === 'string' ? id.value : null;
}
