const words = 'loss|losses|error|err|perplexity|ppl|mse|rmse|mae|wer|cer|fid|bpb|nll|latency|time|seconds|memory|cost';
const lower = new RegExp(`(^|[/_.\\-\\s])(${words})($|[/_.\\-\\s])`, 'i');

/** Whether less of a metric is better, by its name. */
export function isLowerBetter(path: string): boolean {
  return lower.test(path);
}
