using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Apache.Arrow;
using NeptuneAlt.Model;

namespace NeptuneAlt.Server.Hosting.Commands.Exports;

/// <param name="Changed">When it was changed last.</param>
sealed record FoundRun(string RunId, string? SysId, DateTimeOffset? Changed);

/// <summary>The server that runs are exported from, by the calls that anybody can make.</summary>
sealed class ExportSource(ServerConnection connection)
{
    const int RunsAtOnce = 10_000;
    const int ObjectsAtOnce = 2000;
    static readonly string[] Paths = [SystemPaths.CustomRunId, SystemPaths.Id, SystemPaths.ModificationTime];

    public Uri Address => connection.Address;

    /// <summary>The runs of a project that match, in the order in which they were made.</summary>
    /// <param name="query">NQL; <c>null</c>: all.</param>
    /// <exception cref="HttpRequestException">The server is not there or refuses; the message has its words.</exception>
    public async Task<IReadOnlyList<FoundRun>> RunsAsync(string project, string? query, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, FoundRun>(StringComparer.Ordinal);
        for (var offset = 0; ; offset += RunsAtOnce)
        {
            var answer = await AskAsync(
                $"/api/leaderboard/v1/leaderboard/entries/search?projectIdentifier={Uri.EscapeDataString(project)}&type=run",
                new JsonObject
                {
                    ["query"] = new JsonObject { ["query"] = query ?? "" },
                    ["experimentLeader"] = false,
                    ["sorting"] = new JsonObject
                    {
                        ["dir"] = "ascending",
                        ["sortBy"] = new JsonObject { ["name"] = SystemPaths.CreationTime, ["type"] = "datetime" },
                    },
                    ["attributeFilters"] = new JsonArray([.. Paths.Select(path => new JsonObject { ["path"] = path })]),
                    ["pagination"] = new JsonObject { ["limit"] = RunsAtOnce, ["offset"] = offset },
                },
                cancellationToken);
            using var json = JsonDocument.Parse(answer);
            var entries = json.RootElement.GetProperty("entries");
            foreach (var entry in entries.EnumerateArray())
                if (RunOf(entry) is { } run) found[run.RunId] = run;
            if (entries.GetArrayLength() < RunsAtOnce) return [.. found.Values];
        }
    }

    /// <inheritdoc cref="ServerConnection.AttributesAsync"/>
    public Task<Dictionary<string, JsonElement>?> AttributesAsync(string project, string runId, CancellationToken cancellationToken) =>
        connection.AgainAsync(() => connection.AttributesAsync(project, runId, cancellationToken), cancellationToken);

    /// <summary>The points of all float series that a run logged itself, batch by batch; each is valid until the next.</summary>
    public IAsyncEnumerable<RecordBatch> PointsAsync(string project, string runId, CancellationToken cancellationToken) =>
        connection.PointsAsync(project, [runId], cancellationToken);

    /// <summary>The points of a string, histogram or file series that a run logged itself.</summary>
    public async IAsyncEnumerable<JsonElement> ObjectsAsync(
        string project, string runId, string path, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? token = null;
        do
        {
            var answer = await AskAsync(
                "/api/leaderboard/v1/attributes/series?useDeprecatedStringFields=false",
                new JsonObject
                {
                    ["requests"] = new JsonArray(new JsonObject
                    {
                        ["requestId"] = "0",
                        ["series"] = new JsonObject
                        {
                            ["holder"] = new JsonObject
                            {
                                ["identifier"] = ServerConnection.HolderOf(project, runId), ["type"] = "experiment",
                            },
                            ["attribute"] = path, ["lineage"] = "NONE", ["lineageEntityType"] = "RUN", ["includePreview"] = false,
                        },
                        ["searchAfter"] = token is null ? null : new JsonObject { ["finished"] = false, ["token"] = token },
                    }),
                    ["order"] = "ascending", ["perSeriesPointsLimit"] = ObjectsAtOnce,
                },
                cancellationToken);
            using var json = JsonDocument.Parse(answer);
            var page = json.RootElement.GetProperty("series")[0];
            foreach (var point in page.GetProperty("series").GetProperty("values").EnumerateArray()) yield return point;
            token = page.TryGetProperty("searchAfter", out var more) && !more.GetProperty("finished").GetBoolean()
                ? more.GetProperty("token").GetString()
                : null;
        }
        while (token is not null);
    }

    /// <returns><c>null</c> if the server has no such file; the caller disposes of it.</returns>
    public async Task<Stream?> FileAsync(string project, string path, CancellationToken cancellationToken)
    {
        var client = await connection.ClientAsync(cancellationToken);
        return await connection.AgainAsync(() => client.DownloadAsync(project, path, cancellationToken), cancellationToken);
    }

    static FoundRun? RunOf(JsonElement entry)
    {
        var attributes = entry.GetProperty("attributes").EnumerateArray().ToDictionary(
            attribute => attribute.GetProperty("name").GetString()!, attribute => attribute);
        string? Text(string path) => attributes.TryGetValue(path, out var attribute)
            ? attribute.GetProperty(attribute.GetProperty("type").GetString() + "Properties").GetProperty("value").GetString()
            : null;
        return Text(SystemPaths.CustomRunId) is { } id
            ? new FoundRun(
                id, Text(SystemPaths.Id),
                attributes.TryGetValue(SystemPaths.ModificationTime, out var changed)
                    ? changed.GetProperty("datetimeProperties").GetProperty("value").GetDateTimeOffset()
                    : null)
            : null;
    }

    Task<byte[]> AskAsync(string path, JsonObject body, CancellationToken cancellationToken) => connection.AgainAsync(
        async () =>
        {
            var (status, answer) = await connection.CallAsync(HttpMethod.Post, path, body, cancellationToken);
            return status == HttpStatusCode.OK ? answer : throw ServerConnection.Refusal(status, answer);
        },
        cancellationToken);
}
