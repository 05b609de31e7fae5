using System.Formats.Tar;
using System.IO.Compression;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace NeptuneAlt.EndToEnd;

/// <summary>
/// Data folders that released versions made, with runs of every attribute type, a fork, files and odd names, and what those versions
/// answered of them. This version starts on a copy, answers the same, and goes on.
/// </summary>
public sealed class UpgradeTests
{
    const string Project = "team/old";

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Versions =>
        [.. Directory.GetFiles(Fixtures, "*.tar.gz").Select(file => Path.GetFileName(file)[..^".tar.gz".Length])];

    static string Fixtures => Path.Combine(AppContext.BaseDirectory, "upgrade");

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task A_folder_of_a_released_version_is_read_as_it_was_and_written_to(string version)
    {
        var folder = Directory.CreateTempSubdirectory("neptunealt-").FullName;
        await using (var archive = new GZipStream(File.OpenRead(Path.Combine(Fixtures, version + ".tar.gz")), CompressionMode.Decompress))
            await TarFile.ExtractToDirectoryAsync(archive, folder, overwriteFiles: false, Token);
        var truth = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Fixtures, version + ".json"), Token))!.AsObject();

        await using var server = await ServerProcess.StartInAsync(folder);
        using (var client = await WireClient.SignInAsync(server))
        {
            foreach (var (run, expected) in truth) await CompareAsync(client, run, expected!.AsObject()); // the file has no null
            var next = WireClient.Point("train/loss", 1_000, 0.5);
            next.Timestamp = Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(TimeProvider.System.GetUtcNow());
            Assert.Empty(await client.DoneAsync(await client.UpdateAsync(Project, "llm-003", next)));
            var points = await client.PointsAsync(Project, await client.SysIdAsync(Project, "llm-003"), "train/loss");
            Assert.Equal((1_000, 0.5), points[^1]);
            Assert.True(points.Count > 10);
            await client.CreateAsync(Project, "new");
            Assert.Empty(await client.DoneAsync(await client.UpdateAsync(Project, "new", WireClient.Point("loss", 1, 1))));
            Assert.Equal($"OLD-{truth.Count + 1}", await client.SysIdAsync(Project, "new"));
        }

        Assert.Equal(0, await server.StopAsync());
        var (code, output) = await server.RunAsync("verify");
        Assert.True(code == 0, output);
    }

    static async Task CompareAsync(WireClient client, string run, JsonObject expected)
    {
        var answer = await client.Http.GetFromJsonAsync<JsonObject>(
            new Uri($"/api/leaderboard/v1/attributes/attributes?holderIdentifier={Project}/{run}", UriKind.Relative), Token);
        var found = answer!["attributes"]!.AsArray().ToDictionary(attribute => (string)attribute!["name"]!); // the contract has them
        foreach (var (name, attribute) in expected["attributes"]!.AsObject())
            if (!IsOfNow(name)) Assert.True(
                found.TryGetValue(name, out var same) && Has(same!, attribute!), $"{run} {name}: {attribute!.ToJsonString()} is {same?.ToJsonString()}");

        var floats = found.Values.Where(attribute => (string)attribute!["type"]! == "floatSeries").Select(attribute => (string)attribute!["name"]!)
            .Order(StringComparer.Ordinal).ToList();
        Assert.Equal((int)expected["floatSeries"]!, floats.Count);
        var body = JsonSerializer.Serialize(new
        {
            requests = floats.Select((name, at) => new
            {
                requestId = $"{at}",
                series = new { holder = new { identifier = $"{Project}/{run}", type = "experiment" }, attribute = name, lineage = "FULL", includePreview = false },
            }),
            stepRange = new { from = (double?)null, to = (double?)null },
            order = "ascending",
            perSeriesPointsLimit = 1000,
        });
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var points = await client.Http.PostAsync(new Uri("/api/leaderboard/v1/proto/attributes/series/float", UriKind.Relative), content, Token);
        // To the byte: steps, times and values of all points of all its series.
        Assert.Equal((string)expected["floats"]!, Convert.ToHexStringLower(SHA256.HashData(await points.Content.ReadAsByteArrayAsync(Token))));
    }

    /// <summary>What goes on with the time.</summary>
    static bool IsOfNow(string name) => name is "sys/ping_time" or "sys/state";

    /// <summary>All that was there is there; there may be more.</summary>
    static bool Has(JsonNode now, JsonNode then) => then is not JsonObject fields
        ? JsonNode.DeepEquals(now, then)
        : now is JsonObject more && fields.All(field => more.TryGetPropertyValue(field.Key, out var value)
            && (value is null || field.Value is null ? value is null && field.Value is null : Has(value, field.Value)));
}
