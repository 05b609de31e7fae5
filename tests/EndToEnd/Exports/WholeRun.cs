using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Apache.Arrow;
using Apache.Arrow.Ipc;
using NeptuneAlt.Client;
using Xunit;

namespace NeptuneAlt.EndToEnd.Exports;

/// <summary>All of a run as lines of text, for a comparison of two servers: each attribute, and each point of each series.</summary>
static class WholeRun
{
    /// <summary>What a server says of its own: an id of its own making, whether anything is running there now, and how much it stores.
    /// </summary>
    static readonly HashSet<string> Own = ["sys/diagnostics/run_uuid", "sys/diagnostics/project_uuid", "sys/state", "sys/size"];

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<List<string>> ReadAsync(NeptuneClient client, string project, string runId)
    {
        var lines = new List<string>();
        var (status, answer) = await client.CallAsync(
            HttpMethod.Get,
            $"/api/leaderboard/v1/attributes/attributes?holderIdentifier={Uri.EscapeDataString($"CUSTOM/{project}/{runId}")}", default, Token);
        Assert.Equal(HttpStatusCode.OK, status);
        using var json = JsonDocument.Parse(answer);
        foreach (var attribute in json.RootElement.GetProperty("attributes").EnumerateArray())
        {
            var (name, type) = (attribute.GetProperty("name").GetString()!, attribute.GetProperty("type").GetString()!);
            if (Own.Contains(name)) continue;
            var properties = attribute.GetProperty(type + "Properties");
            lines.Add($"{name} {type} {await TextAsync(client, project, type, properties)}");
            if (type is "stringSeries" or "histogramSeries" or "fileRefSeries") await AddObjectsAsync(client, project, runId, name, lines);
        }

        await AddPointsAsync(client, project, runId, lines);
        return lines;
    }

    static async Task<string> TextAsync(NeptuneClient client, string project, string type, JsonElement properties) => type switch
    {
        "fileRef" => await FileAsync(client, project, properties),
        "fileRefSeries" => properties.GetProperty("lastStep").ToString(),
        "stringSet" => string.Join(
            ' ', properties.GetProperty("values").EnumerateArray().Select(one => one.ToString()).Order(StringComparer.Ordinal)),
        _ => properties.ToString(),
    };

    static async Task<string> FileAsync(NeptuneClient client, string project, JsonElement file)
    {
        await using var content = await client.DownloadAsync(project, file.GetProperty("path").GetString()!, Token);
        Assert.NotNull(content);
        var digest = Convert.ToHexString(await SHA256.HashDataAsync(content, Token));
        return $"{digest} {file.GetProperty("sizeBytes")} {file.GetProperty("mimeType")}";
    }

    static async Task AddObjectsAsync(NeptuneClient client, string project, string runId, string path, List<string> lines)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new
        {
            requests = new[]
            {
                new
                {
                    requestId = "0",
                    series = new
                    {
                        holder = new { identifier = $"CUSTOM/{project}/{runId}", type = "experiment" }, attribute = path, lineage = "NONE",
                    },
                },
            },
        });
        var (status, answer) = await client.CallAsync(
            HttpMethod.Post, "/api/leaderboard/v1/attributes/series?useDeprecatedStringFields=false", body, Token);
        Assert.Equal(HttpStatusCode.OK, status);
        using var json = JsonDocument.Parse(answer);
        foreach (var point in json.RootElement.GetProperty("series")[0].GetProperty("series").GetProperty("values").EnumerateArray())
        {
            var value = point.GetProperty("object");
            var text = value.TryGetProperty("fileRef", out var file) ? await FileAsync(client, project, file) : value.ToString();
            lines.Add($"{path} @{point.GetProperty("step")} {point.GetProperty("timestampMillis")} {text}");
        }
    }

    static async Task AddPointsAsync(NeptuneClient client, string project, string runId, List<string> lines)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new { runs = new[] { runId }, steps = "micros" });
        await using var stream = await client.OpenPointsAsync(project, body, Token);
        using var reader = new ArrowStreamReader(stream);
        var points = new List<string>();
        while (await reader.ReadNextRecordBatchAsync(Token) is { } batch)
        {
            var paths = (DictionaryArray)batch.Column("attribute");
            for (var row = 0; row < batch.Length; row++)
            {
                var path = ((StringArray)paths.Dictionary).GetString(((Int32Array)paths.Indices).GetValue(row)!.Value);
                var (step, time) = (((Int64Array)batch.Column("step")).GetValue(row), ((TimestampArray)batch.Column("time")).GetValue(row));
                var value = ((DoubleArray)batch.Column("value")).GetValue(row)!.Value;
                points.Add(string.Create(
                    CultureInfo.InvariantCulture, $"{path} @{step} {time} {(double.IsNaN(value) ? 0 : BitConverter.DoubleToInt64Bits(value)):x}"));
            }
        }

        // Series come in the order of their numbers, which is the order in which a server met them.
        lines.AddRange(points.OrderBy(line => line[..line.IndexOf('@', StringComparison.Ordinal)], StringComparer.Ordinal));
    }
}
