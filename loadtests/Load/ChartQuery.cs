using System.Text.Json;
using NeptuneAlt.Client;

namespace NeptuneAlt.LoadTests.Load;

/// <summary>Charts as the web app asks for them: lines of several runs over steps, with their previews, as columns.</summary>
static class ChartQuery
{
    /// <param name="runs">Identifiers with their project.</param>
    /// <param name="view">The buckets wanted: <c>maxUniqueX</c>, and <c>from</c> and <c>to</c> for a part.</param>
    public static Task<byte[]> AskAsync(
        NeptuneClient client, IEnumerable<string> runs, string metric, object view, CancellationToken cancellationToken) =>
        client.QueryAsync(
            "/api/leaderboard/v1/attributes/timeseries/view",
            JsonSerializer.SerializeToUtf8Bytes(new
            {
                metrics = runs.Select((run, place) => new
                {
                    customId = $"{place}",
                    holder = new { identifier = run, type = "experiment" },
                    attributes = new[] { metric },
                    lineage = "FULL",
                    includePreview = true,
                }),
                view,
                xaxis = new { steps = new { } },
            }),
            "application/json", cancellationToken, "application/vnd.neptunealt.columns");
}
