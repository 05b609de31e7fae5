import { formula as reference } from '../model/chart';
import { namesOf, usualNames, type Names, type Part } from './exampleNames';

/** A formula that people need. */
export interface Example {
  label: string;
  formula: string;
  /** What lies along x, where that is not the step. */
  x?: string;
  /** The names in it that these runs do not have; those that others have stand for them. */
  lacks: readonly string[];
}

/** Which are wanted: lines, or one number a run. */
export type ExampleKind = 'line' | 'scalar';

interface Recipe {
  kind: ExampleKind;
  needs: readonly Part[];
  label: (names: Names) => string;
  formula: (names: Names) => string;
  x?: (names: Names) => string;
}

const recipe = (
  kind: ExampleKind,
  needs: readonly Part[],
  label: Recipe['label'] | string,
  formula: Recipe['formula'],
  x?: Recipe['x'],
): Recipe => ({
  kind,
  needs,
  label: typeof label === 'string' ? () => label : label,
  formula,
  ...(x === undefined ? {} : { x }),
});

const target = 2.5;
const family = (regex: string) => `$~{${regex}}`;

const recipes: readonly Recipe[] = [
  recipe('line', ['other', 'train'], 'Generalization gap', ({ other, train }) => `${other} - hold(${train})`),
  recipe(
    'line',
    ['other', 'train'],
    'The same without noise',
    ({ other, train }) => `${other} - hold(roll_mean(${train}, 500))`,
  ),
  recipe('line', ['loss'], 'Perplexity', ({ loss }) => `exp(${loss})`),
  recipe('line', ['loss', 'bytes'], 'Bits per byte', ({ loss, bytes }) => `${loss} / ln(2) / ${bytes}`),
  recipe('line', ['loss'], 'Best so far', ({ loss }) => `cum_min(${loss})`),
  recipe('line', ['loss'], 'Steps since the best', ({ loss }) => `since(${loss} == cum_min(${loss}))`),
  recipe('line', ['loss'], 'Average of the last 100 steps', ({ loss }) => `roll_mean(${loss}, 100)`),
  recipe('line', ['loss'], 'Change from one point to the next', ({ loss }) => `delta(${loss})`),
  recipe(
    'line',
    ['noisy'],
    'Spikes',
    ({ noisy }) => `${noisy} > roll_median(${noisy}, 500) + 6 * roll_std(${noisy}, 500)`,
  ),
  recipe('line', ['loss'], 'Better than the baseline, in %', ({ loss }) => `100 * (1 - ${loss} / baseline(${loss}))`),
  recipe('line', ['loss'], 'What the fork changed', ({ loss }) => `${loss} - parent(${loss})`),
  recipe('line', ['counter'], ({ said }) => `${said.counter} per second`, ({ counter }) => `rate(${counter})`),
  recipe(
    'line',
    ['counter', 'gpus'],
    ({ said }) => `${said.counter} per second and GPU`,
    ({ counter, gpus }) => `rate(${counter}) / ${gpus}`,
  ),
  recipe(
    'line',
    ['params', 'counter', 'gpus', 'peak'],
    'Model FLOPs utilization, in %',
    ({ params, counter, gpus, peak }) => `let f = 6 * ${params}; 100 * f * rate(${counter}) / (${gpus} * ${peak})`,
  ),
  recipe(
    'line',
    ['loss', 'params', 'counter'],
    ({ said }) => `${said.loss} over FLOPs`,
    ({ loss }) => loss,
    ({ params, counter }) => `6 * ${params} * hold(${counter})`,
  ),
  recipe(
    'line',
    ['noisy', 'counter'],
    ({ said }) => `Drop of ${said.noisy} per billion of ${said.counter}`,
    ({ noisy, counter }) => `1e9 * derivative(ema(${noisy}, 2000), ${counter})`,
  ),
  recipe(
    'line',
    ['layers'],
    ({ said }) => `Largest of ${said.layers} against their median`,
    ({ layers }) => `max(${family(layers)}) / median(${family(layers)})`,
  ),
  recipe(
    'line',
    ['layers'],
    ({ said }) => `Share of ${said.layers} with NaN`,
    ({ layers }) => `mean(is_nan(${family(layers)}))`,
  ),
  recipe(
    'line',
    ['devices'],
    ({ said }) => `Imbalance of ${said.devices}`,
    ({ devices }) => `range(${family(devices)})`,
  ),
  recipe('line', ['update', 'weight'], 'Update to weight', ({ update, weight }) => `log10(${update} / ${weight})`),
  recipe(
    'line',
    ['data', 'compute'],
    'Waiting for data, in %',
    ({ data, compute }) => `100 * ${data} / (${data} + ${compute})`,
  ),
  recipe('scalar', ['loss'], ({ said }) => `Least ${said.loss}`, ({ loss }) => `run_min(${loss})`),
  recipe('scalar', ['loss'], 'Step of the least', ({ loss }) => `run_argmin(${loss})`),
  recipe('scalar', ['loss'], 'Last value', ({ loss }) => `last(${loss})`),
  recipe(
    'scalar',
    ['loss'],
    `Speed-up to a target of ${target}`,
    ({ loss }) =>
      `baseline(first_where(${loss} < ${target}, seconds)) / first_where(${loss} < ${target}, seconds)`,
  ),
  recipe(
    'scalar',
    ['params', 'counter'],
    'Scaling law: compute of a run',
    ({ params, counter }) => `6 * ${params} * last(${counter})`,
  ),
];

/**
 * What people ask of metrics like these, written with the names that the project has: first what its runs can be asked
 * now, then what needs names that they lack.
 *
 * @param series names of metrics.
 * @param configs names of numbers of a run.
 */
export function examplesOf(
  series: readonly string[],
  configs: readonly string[] = [],
  kind: ExampleKind = 'line',
): Example[] {
  const found = namesOf(series, configs);
  const examples = recipes
    .filter((one) => one.kind === kind)
    .map(({ needs, label, formula, x }): Example => {
      const names = written({ ...usualNames, ...found });
      return {
        label: label(names),
        formula: formula(names),
        ...(x === undefined ? {} : { x: x(names) }),
        lacks: needs.filter((part) => found[part] === undefined).map((part) => usualNames[part]),
      };
    });
  return [...examples.filter(({ lacks }) => lacks.length === 0), ...examples.filter(({ lacks }) => lacks.length > 0)];
}

/** Paths as formulas name them; families stay the expressions that they are. */
function written(paths: Record<Part, string>): Names {
  const name = (part: string, path: string) => (part === 'layers' || part === 'devices' ? path : reference(path));
  const parts = Object.entries(paths).map(([part, path]) => [part, name(part, path)] as const);
  const said = Object.entries(paths).map(([part, path]) => [part, readable(path)] as const);
  return { ...(Object.fromEntries(parts) as Record<Part, string>), said: Object.fromEntries(said) as Names['said'] };
}

/** `^layers/\d+/grad_norm$` as `layers/#/grad_norm`. */
function readable(path: string): string {
  return path.replaceAll('\\d+', '#').replace(/^\^|\$$|\\(?=[^a-z])/g, '');
}
