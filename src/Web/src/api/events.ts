/**
 * Tells which runs got new data, for as long as it is open. The browser reconnects by itself.
 *
 * @returns what closes it.
 */
export function watchRuns(project: string, changed: (runs: readonly string[]) => void): () => void {
  const source = new EventSource(`/api/leaderboard/v1/events?projectIdentifier=${encodeURIComponent(project)}`);
  source.addEventListener('changed', (event) => {
    const data: unknown = JSON.parse((event as MessageEvent<string>).data);
    const runs = (data as { runs?: unknown }).runs;
    if (Array.isArray(runs)) changed(runs.map(String));
  });
  return () => source.close();
}
