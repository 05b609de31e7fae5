using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace NeptuneAlt.EndToEnd;

/// <summary>Dashboards of the real program: many who save at once, a kill, and the command line.</summary>
public class DashboardTests
{
    const int Editors = 100;
    const string Root = "/api/leaderboard/v1/dashboards";
    const string InProject = "?projectIdentifier=w%2Fp";

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Keeps_each_acknowledged_save_of_a_hundred_editors_when_it_is_killed()
    {
        await using var server = await ServerProcess.StartAsync();
        using var client = await WireClient.SignInAsync(server);
        await client.DoneAsync(await client.CreateAsync("w/p", "r"));
        var first = await AnswerAsync(client.Http, HttpMethod.Post, Root + InProject, Board("shared", 0));
        var drafts = await Task.WhenAll(Enumerable.Range(0, Editors).Select(editor => AnswerAsync(
            client.Http, HttpMethod.Post, $"{Root}/{(string?)first["id"]}/version{InProject}",
            Board("shared", 0, first), $"browser-{editor}")));

        var acknowledged = new int[Editors];
        var saving = drafts.Select((draft, editor) => SaveUntilKilledAsync(client.Http, draft, editor, acknowledged)).ToArray();
        await ServerProcess.EventuallyAsync(
            () => acknowledged.All(saves => saves > 0) && acknowledged.Sum() > 3 * Editors, "An editor was never answered.");
        await server.KillAsync();
        await Task.WhenAll(saving);
        await server.StartAgainAsync();

        foreach (var (draft, count) in drafts.Zip(acknowledged))
        {
            var kept = await AnswerAsync(client.Http, HttpMethod.Get, $"{Root}/{(string?)draft["id"]}{InProject}", null);
            Assert.InRange((int)kept["extra"]!["saves"]!, count, count + 1); // the last one may have been kept without an answer
        }

        await PullAndPushAsync(server);
    }

    static async Task PullAndPushAsync(ServerProcess server)
    {
        var folder = Path.Combine(server.Folder, "dashboards");
        Task<(int Code, string Output)> RunAsync(string what) => ServerProcess.RunOnceAsync(
            "dashboards", what, folder, "--project", "w/p", "--token-file", Path.Combine(server.Folder, "api-token"));

        Assert.Equal((0, "new shared (+17 -0)\nunchanged: 0"), await RunAsync("pull"));
        var pulled = await File.ReadAllTextAsync(Path.Combine(folder, "shared.yaml"), Token);
        Assert.Equal((0, "unchanged: 1"), await RunAsync("push"));
        Assert.Equal((0, "unchanged: 1"), await RunAsync("pull"));
        Assert.Equal((0, ""), await RunAsync("diff"));
        Assert.Equal(pulled, await File.ReadAllTextAsync(Path.Combine(folder, "shared.yaml"), Token));
        await File.WriteAllTextAsync(Path.Combine(folder, "shared.yaml"), pulled.Replace("chart", "table", StringComparison.Ordinal), Token);
        Assert.Equal(2, (await RunAsync("diff")).Code);
        Assert.Equal((0, "changed shared (+1 -1)\nunchanged: 0"), await RunAsync("push"));
    }

    /// <param name="acknowledged">By editor: how many saves were acknowledged so far.</param>
    static async Task SaveUntilKilledAsync(HttpClient http, JsonNode draft, int editor, int[] acknowledged)
    {
        var tag = $"\"{(string?)draft["id"]}.1\"";
        for (var saves = 1; ; saves++)
        {
            try
            {
                using var request = Request(
                    HttpMethod.Put, $"{Root}/{(string?)draft["id"]}{InProject}", Board("mine", saves), $"browser-{editor}");
                request.Headers.TryAddWithoutValidation("If-Match", tag);
                using var answer = await http.SendAsync(request, Token);
                Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
                tag = answer.Headers.ETag!.ToString(); // an answer has one
                Volatile.Write(ref acknowledged[editor], saves);
            }
            catch (Exception gone) when (gone is HttpRequestException or IOException)
            {
                return;
            }
        }
    }

    static async Task<JsonNode> AnswerAsync(
        HttpClient http, HttpMethod method, string address, JsonObject? body, string? session = null)
    {
        using var answer = await http.SendAsync(Request(method, address, body, session), Token);
        var text = await answer.Content.ReadAsStringAsync(Token);
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonNode.Parse(text)!; // an answer is JSON
    }

    static HttpRequestMessage Request(HttpMethod method, string address, JsonObject? body, string? session)
    {
        var request = new HttpRequestMessage(method, address) { Content = body is null ? null : JsonContent.Create(body) };
        if (session is not null) request.Headers.Add("X-Neptunealt-Session", session);
        return request;
    }

    static JsonObject Board(string name, int saves, JsonNode? from = null)
    {
        var board = JsonNode.Parse(
            """
            {"type": "compare", "widgets": [{"id": "w", "type": "chart", "attributeNameMustMatchRegexes": ["loss$"]}],
             "layouts": {"xl": [{"id": "w", "x": 0, "y": 0, "w": 12, "h": 10}], "lg": [], "md": [], "sm": [], "xs": []}}
            """)!.AsObject(); // it is one
        board["name"] = name;
        board["extra"] = new JsonObject { ["saves"] = saves, ["note"] = saves.ToString(CultureInfo.InvariantCulture) };
        if (from is null) return board;

        board["draft"] = true;
        board["versionBranch"] = (string?)from["versionBranch"];
        return board;
    }
}
