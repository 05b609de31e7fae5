using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Google.Protobuf;
using NeptuneAlt.Wire.Api;
using NeptuneAlt.Wire.Client;
using NeptuneAlt.Wire.Rpc;
using Xunit;

namespace NeptuneAlt.EndToEnd;

/// <summary>
/// Requests as the real clients sent them, one after another against a new server, and the answers that they are to get:
/// tests/fixtures/wire. With UPDATE_GOLDEN=1 the answers are written instead of compared.
/// </summary>
public partial class GoldenWireTests
{
    static readonly JsonSerializerOptions Pretty = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    static readonly Dictionary<string, MessageParser> Answers = new()
    {
        ["client/v1/ingest"] = SubmitResponse.Parser,
        ["client/v1/ingest/check"] = BulkRequestStatus.Parser,
        ["leaderboard/v1/proto/leaderboard/entries/search/"] = ProtoLeaderboardEntriesSearchResultDTO.Parser,
        ["leaderboard/v1/proto/leaderboard/attributes/query"] = ProtoQueryAttributesResultDTO.Parser,
        ["leaderboard/v1/proto/attributes/series/float"] = ProtoFloatSeriesValuesResponseDTO.Parser,
        ["leaderboard/v1/proto/attributes/series"] = ProtoSeriesValuesResponseDTO.Parser,
        ["leaderboard/v1/proto/attributes/timeseries/buckets"] = ProtoTimeseriesBucketsDTO.Parser,
    };

    [Fact]
    public async Task Requests_of_the_real_clients_get_the_answers_that_they_got()
    {
        await using var server = await ServerProcess.StartAsync();
        using var client = await WireClient.SignInAsync(server);
        var files = Directory.GetFiles(Folder(), "*.json").Order(StringComparer.Ordinal).ToArray();
        Assert.NotEmpty(files);
        foreach (var file in files)
        {
            var exchange = JsonNode.Parse(await File.ReadAllTextAsync(file))!.AsObject();
            var expected = exchange["response"]?.ToJsonString(Pretty);
            exchange["response"] = await AnswerAsync(client.Http, exchange);
            if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
                await File.WriteAllTextAsync(file, exchange.ToJsonString(Pretty) + "\n");
            else
                Assert.True(
                    expected == exchange["response"]!.ToJsonString(Pretty),
                    $"{Path.GetFileName(file)} expected\n{expected}\nbut was\n{exchange["response"]!.ToJsonString(Pretty)}");
        }
    }

    static string Folder([CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "..", "fixtures", "wire");

    /// <summary>Sends a request, a question for statuses until all are known.</summary>
    static async Task<JsonNode> AnswerAsync(HttpClient http, JsonObject exchange)
    {
        for (var attempt = 0; ; attempt++)
        {
            using var answer = await http.SendAsync(RequestOf(exchange));
            var content = await answer.Content.ReadAsByteArrayAsync();
            Assert.True(answer.IsSuccessStatusCode, $"{exchange["path"]}: {Encoding.UTF8.GetString(content)}");
            var path = ((string)exchange["path"]!).Split('?')[0]["/api/".Length..];
            if (!Answers.TryGetValue(path, out var parser)) return Canonical(Encoding.UTF8.GetString(content));

            var message = parser.ParseFrom(content);
            if (message is not BulkRequestStatus { Statuses: var statuses }
                || attempt == 300 || statuses.All(status => status.CodeByCount.All(code => code.Code != Code.Unavailable)))
                return Canonical(JsonFormatter.Default.Format(message));
            await Task.Delay(100);
        }
    }

    static HttpRequestMessage RequestOf(JsonObject exchange)
    {
        var content = exchange["bodyBase64"] is { } binary
            ? new ByteArrayContent(Convert.FromBase64String((string)binary!))
            : new ByteArrayContent(Encoding.UTF8.GetBytes((string)exchange["body"]!));
        content.Headers.ContentType = new MediaTypeHeaderValue((string)exchange["contentType"]!);
        return new HttpRequestMessage(new HttpMethod((string)exchange["method"]!), (string)exchange["path"]!) { Content = content };
    }

    /// <summary>The identifiers that the server draws are the only ones that differ from one server to the next.</summary>
    static JsonNode Canonical(string json) => JsonNode.Parse(Uuid.Replace(json, "UUID"))!;

    [GeneratedRegex("(?!0{8}-)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")]
    static partial Regex Uuid { get; }
}
