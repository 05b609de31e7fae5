const less = 'loss|losses|error|err|perplexity|ppl|mse|rmse|mae|wer|cer|fid|bpb|nll|latency|time|seconds|memory|cost';
const more =
  'acc|accuracy|reward|return|score|f1|auc|auroc|bleu|rouge|precision|recall|iou|miou|map|psnr|ssim|throughput|mfu';
/** What may follow without making another thing of it: `loss_mean` is a loss, `loss_scale` is none. */
const tail = '([/_.\\-\\s@]?(mean|avg|average|epoch|step|ema|sum|total|ms|s|seconds|train|val|valid|eval|test|\\d+))*$';
const nameOf = (words: string) => new RegExp(`(^|[/_.\\-\\s])(${words})${tail}`, 'i');
const lower = nameOf(less);
const higher = nameOf(more);

/** Which values of a metric are better. */
export type Direction = 'lower' | 'higher';

/** What people said of metrics, by their paths. */
export type Directions = Readonly<Record<string, Direction>>;

/** Which values of a metric are better: as a person said, else by its name; null where neither says it. */
export function directionOf(path: string, chosen: Directions = {}): Direction | null {
  if (Object.hasOwn(chosen, path)) return chosen[path]!;
  return lower.test(path) ? 'lower' : higher.test(path) ? 'higher' : null;
}

export function isLowerBetter(path: string, chosen: Directions = {}): boolean {
  return directionOf(path, chosen) === 'lower';
}
