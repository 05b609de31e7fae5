using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Xunit;

namespace NeptuneAlt.EndToEnd.Mutations;

/// <summary>
/// Requests of all endpoints, each made wrong somewhere: none may end in a fault of the server, hang, or make it grow.
/// MUTATION_SEED repeats a run, MUTATION_SECONDS makes it longer.
/// </summary>
public class MutationTests(ITestOutputHelper output)
{
    const int Senders = 4;
    const int WarmUp = 200;
    const long GrowthMax = 400L << 20;
    static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Every_request_gets_a_meant_answer()
    {
        var seed = Number("MUTATION_SEED") ?? Random.Shared.Next();
        var seconds = Number("MUTATION_SECONDS") ?? 40;
        output.WriteLine($"MUTATION_SEED={seed}");
        await using var server = await ServerProcess.StartAsync("--public-links");
        using var client = await WireClient.SignInAsync(server);
        Assert.Empty(await client.DoneAsync(await client.CreateAsync("w/p", "r", "e")));
        Assert.Empty(await client.DoneAsync(await client.UpdateAsync("w/p", "r", WireClient.Point("loss", 1, 1.5))));
        Assert.Empty(await client.DoneAsync(await client.CreateAsync("kept/apart", "r", "e")));
        Assert.Empty(await client.DoneAsync(await client.UpdateAsync("kept/apart", "r", WireClient.Point("loss", 1, 1.5))));
        var token = client.Http.DefaultRequestHeaders.Authorization!.Parameter!; // it has signed in
        var link = await LinkAsync(client.Http);
        var recorded = RecordedRequest.All();

        var faults = new List<string>();
        var statuses = new SortedDictionary<int, int>();
        var next = -1;
        var warm = 0L;
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Senders).Select(_ => Task.Run(async () =>
        {
            while (Stopwatch.GetElapsedTime(started).TotalSeconds < seconds)
            {
                // Each has its own chance, so that one of them can be repeated alone.
                var number = Interlocked.Increment(ref next);
                if (number == WarmUp) warm = server.ResidentBytes;
                var request = new RequestMutator(new Random(unchecked(seed + number)), token, link)
                    .Mutate(recorded[number % recorded.Count]);
                var (status, problem) = await TryAsync(request, server.Port);
                lock (faults)
                {
                    statuses[status] = statuses.GetValueOrDefault(status) + 1;
                    if (problem is not null)
                        faults.Add($"MUTATION_SEED={seed} number {number}: {problem}\n  {request.Name}");
                }
            }
        })));

        var counts = string.Join(", ", statuses.Select(one => $"{one.Value} × {one.Key}"));
        output.WriteLine($"{next + 1} requests: {counts}");
        output.WriteLine($"Resident: {warm >> 20} MiB after the warm-up, {server.ResidentBytes >> 20} MiB at the end");
        Assert.True(
            faults.Count == 0,
            $"{faults.Count} faults\n{string.Join('\n', faults.Take(40))}\n{Traces(server.Output)}");
        Assert.DoesNotContain("fail:", server.Output, StringComparison.Ordinal);
        Assert.True(next < WarmUp || server.ResidentBytes - warm < GrowthMax, "The server grew.");
        // No request named this project: those that did may well have deleted what they named.
        Assert.Empty(await client.DoneAsync(await client.UpdateAsync("kept/apart", "r", WireClient.Point("loss", 2, 2.5))));
        Assert.Equal(
            [(1, 1.5), (2, 2.5)],
            await client.PointsAsync("kept/apart", await client.SysIdAsync("kept/apart", "r"), "loss"));
    }

    /// <summary>The key of a link to a dashboard of the first project, so that requests by it are read to their ends.</summary>
    static async Task<string> LinkAsync(HttpClient client)
    {
        var line = new { id = "w1", type = "chart", options = new { v = 1, kind = "line", lines = new[] { new { formula = "${loss}" } } } };
        var none = Array.Empty<object>();
        var board = await AnswerAsync(
            client, "/api/leaderboard/v1/dashboards?projectIdentifier=w%2Fp",
            new { name = "b", type = "compare", widgets = new[] { line }, layouts = new { xl = none, lg = none, md = none, sm = none, xs = none } });
        var made = await AnswerAsync(
            client, "/api/leaderboard/v1/publicLinks?projectIdentifier=w%2Fp",
            new { boardId = board.GetProperty("versionBranch").GetString(), kind = "dashboard", runs = new { query = "", count = 5 } });
        return made.GetProperty("address").GetString()!.Split('/')[^1]; // an answer has one
    }

    static async Task<JsonElement> AnswerAsync(HttpClient client, string path, object body)
    {
        using var answer = await client.PostAsJsonAsync(path, body, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement;
    }

    static async Task<(int Status, string? Problem)> TryAsync(RawRequest request, int port)
    {
        using var timeout = new CancellationTokenSource(AnswerWithin);
        try
        {
            var (status, type, body) = await request.SendAsync(port, timeout.Token);
            return (status, Problem(request, status, type, body));
        }
        catch (OperationCanceledException)
        {
            return (0, "no answer");
        }
    }

    static string? Problem(RawRequest request, int status, string type, string body) => status switch
    {
        0 => request.IsHeadBroken ? null : "closed without an answer",
        >= 500 and not 503 => $"{status} {body}",
        >= 400 when body.Contains("NeptuneAlt.", StringComparison.Ordinal)
            || body.Contains("System.", StringComparison.Ordinal) => $"tells of types: {body}",
        >= 400 when !request.IsHead && !(request.IsHeadBroken && body.Length == 0) && !IsNeptunes(status, type, body) =>
            $"{status} in another form: {type} {body}",
        _ => null,
    };

    /// <summary>Neptune's form; OAuth's and Azure's where these are spoken; words for addresses of no API.</summary>
    static bool IsNeptunes(int status, string type, string body)
    {
        if (type.Contains("xml", StringComparison.Ordinal)) return body.StartsWith("<Error>", StringComparison.Ordinal);
        if (type.Contains("text/plain", StringComparison.Ordinal)) return body == "Not found.";
        if (!type.Contains("json", StringComparison.Ordinal))
            return body.Length == 0 && status is 404 or 405 or 411 or 416;

        try
        {
            var json = JsonDocument.Parse(body).RootElement;
            return json.TryGetProperty("error", out var _)
                || (json.GetProperty("code").GetInt32() == status
                    && json.GetProperty("errorType").GetString() is { Length: > 0 }
                    && json.GetProperty("message").GetString() is { Length: > 0 });
        }
        catch (Exception wrong) when (wrong is JsonException or KeyNotFoundException)
        {
            return false;
        }
    }

    static string Traces(string log) => string.Join(
        '\n', log.Split('\n').Where(line => line.Contains("fail:", StringComparison.Ordinal))
            .Select(line => line[..Math.Min(line.Length, 700)]).Take(20));

    static int? Number(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text
        ? int.Parse(text, CultureInfo.InvariantCulture)
        : null;
}
