import { familiesOf } from './families';

/** What a formula is about. Each is a path, but `layers` and `devices`: these are expressions over names. */
export type Part =
  | 'loss'
  | 'train'
  | 'other'
  | 'noisy'
  | 'counter'
  | 'layers'
  | 'devices'
  | 'update'
  | 'weight'
  | 'data'
  | 'compute'
  | 'gpus'
  | 'params'
  | 'peak'
  | 'bytes';

/** Parts as formulas name them. */
export interface Names extends Record<Part, string> {
  /** As people read them. */
  said: Record<Part, string>;
}

/** Where a project has no name for a part, this one shows what is meant. */
export const usualNames: Record<Part, string> = {
  loss: 'val/loss',
  train: 'train/loss',
  other: 'val/loss',
  noisy: 'train/loss',
  counter: 'train/tokens',
  layers: '^layers/\\d+/grad_norm$',
  devices: 'gpu/\\d+/utilization',
  update: 'opt/update_norm',
  weight: 'model/weight_norm',
  data: 'time/data',
  compute: 'time/compute',
  gpus: 'config/gpus',
  params: 'config/params',
  peak: 'config/peak_flops',
  bytes: 'config/bytes_per_token',
};

const isLoss = /(?:^|[/_.-])(?:loss|nll|perplexity|ppl|bpb)(?:$|[/_.-])/i;
const isCounter = /(?:tokens|samples|examples|flops)(?:_(?:seen|total))?$/i;
const trainPart = /(^|[/_.-])train(?:ing)?(?=$|[/_.-])/i;
const otherParts = ['val', 'eval', 'valid', 'validation', 'test'];
const isDevice = /(?:^|[/_.-])(?:gpu|device|rank|node|host)s?(?:$|[/_.#-])/i;
const isTime = /(?:^|[/_.-])(?:time|timing|duration|seconds|ms)s?(?:$|[/_.-])/i;
const isData = /(?:^|[/_.-])data(?:$|[/_.-])|data_?load/i;
const isCompute = /(?:^|[/_.-])(?:compute|forward|step|train)(?:$|[/_.-])/i;

const series: Partial<Record<Part, RegExp>> = {
  counter: isCounter,
  update: /update(?:s)?[/_.-]?(?:norm|rms)/i,
  weight: /(?:weight|param(?:eter)?)s?[/_.-]?(?:norm|rms)/i,
};

const configs: Partial<Record<Part, RegExp>> = {
  gpus: /(?:^|[/_.-])(?:n_?|num_?)?(?:gpus|devices|world_size|gpu_count|accelerators)$/i,
  params: /(?:^|[/_.-])(?:n_?|num_?|model_?)?(?:params|parameters|param_count)$/i,
  peak: /peak_?(?:tera)?flops/i,
  bytes: /bytes_per_token/i,
};

/** Which names a project has for the parts of formulas, as far as its names tell. */
export function namesOf(metrics: readonly string[], numbers: readonly string[]): Partial<Record<Part, string>> {
  const losses = metrics.filter((name) => isLoss.test(name));
  const noisy = shortest(losses.filter((name) => trainPart.test(name))) ?? shortest(losses);
  const pair = pairOf(metrics);
  const families = familiesOf(metrics);
  const times = metrics.filter((name) => isTime.test(name));
  const data = shortest(times.filter((name) => isData.test(name)));
  const compute = shortest(times.filter((name) => isCompute.test(name)));
  return stated({
    loss: shortest(losses.filter((name) => !trainPart.test(name))) ?? shortest(losses),
    noisy,
    train: pair?.train,
    other: pair?.other,
    layers: (families.find(({ name }) => !isDevice.test(name)) ?? families[0])?.regex,
    devices: families.find(({ name }) => isDevice.test(name))?.regex,
    data: compute === undefined ? undefined : data,
    compute: data === undefined ? undefined : compute,
    ...matching(series, metrics),
    ...matching(configs, numbers),
  });
}

function matching(regexes: Partial<Record<Part, RegExp>>, names: readonly string[]): Partial<Record<Part, string>> {
  const nameOf = (regex: RegExp) => shortest(names.filter((one) => regex.test(one)));
  const found = Object.entries(regexes).map(([part, regex]) => [part, nameOf(regex)]);
  return Object.fromEntries(found) as Partial<Record<Part, string>>;
}

function stated(parts: { [part in Part]?: string | undefined }): Partial<Record<Part, string>> {
  return Object.fromEntries(Object.entries(parts).filter(([, name]) => name !== undefined));
}

function shortest(names: readonly string[]): string | undefined {
  return names.reduce<string | undefined>(
    (best, name) => (best === undefined || name.length < best.length ? name : best),
    undefined,
  );
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
