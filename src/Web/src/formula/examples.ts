import { formula as reference } from '../model/chart';
import { familiesOf } from './families';

export interface Example {
  label: string;
  formula: string;
}

const isLoss = /(?:^|[/_.-])(?:loss|nll|perplexity|ppl|bpb)(?:$|[/_.-])/i;
const isCounter = /(?:tokens|samples|examples|flops)(?:_(?:seen|total))?$/i;
const trainPart = /(^|[/_.-])train(?:ing)?(?=$|[/_.-])/i;
const otherParts = ['val', 'eval', 'valid', 'validation', 'test'];

/** What people ask of metrics like these, written with the names that the project has. */
export function examplesOf(names: readonly string[]): Example[] {
  const losses = names.filter((name) => isLoss.test(name));
  const loss = shortest(losses.filter((name) => !trainPart.test(name))) ?? shortest(losses);
  const counter = shortest(names.filter((name) => isCounter.test(name)));
  const family = familiesOf(names)[0];
  const pair = pairOf(names);
  return [
    ...(pair === null
      ? []
      : [
          {
            label: `Gap between ${pair.other} and ${pair.train}`,
            formula: `${reference(pair.other)} - hold(${reference(pair.train)})`,
          },
        ]),
    ...(loss === null
      ? []
      : [
          { label: 'Perplexity', formula: `exp(${reference(loss)})` },
          { label: 'Best so far', formula: `cum_min(${reference(loss)})` },
          { label: 'Average of the last 100 steps', formula: `roll_mean(${reference(loss)}, 100)` },
          { label: 'Change from one point to the next', formula: `delta(${reference(loss)})` },
        ]),
    ...(counter === null ? [] : [{ label: `${counter} per second`, formula: `rate(${reference(counter)})` }]),
    ...(family === undefined
      ? []
      : [
          {
            label: `Largest of the ${family.members} ${family.name} against their median`,
            formula: `max($~{${family.regex}}) / median($~{${family.regex}})`,
          },
        ]),
  ];
}

function shortest(names: readonly string[]): string | null {
  return names.reduce<string | null>((best, name) => (best === null || name.length < best.length ? name : best), null);
}

/** The same figure of the training data and of others. */
function pairOf(names: readonly string[]): { train: string; other: string } | null {
  const known = new Set(names);
  const ordered = [...names].sort((one, other) => Number(isLoss.test(other)) - Number(isLoss.test(one)));
  for (const train of ordered) {
    if (!trainPart.test(train)) continue;
    const other = otherParts.map((part) => train.replace(trainPart, `$1${part}`)).find((name) => known.has(name));
    if (other !== undefined) return { train, other };
  }
  return null;
}
