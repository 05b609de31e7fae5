using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using NeptuneAlt.Catalog;
using Xunit;

namespace NeptuneAlt.Unit.Server.Api.Documents;

/// <summary>Comments on boards and marks on steps.</summary>
public class CommentTests
{
    const string Comments = "/api/leaderboard/v1/comments";
    const string Marks = "/api/leaderboard/v1/marks";
    const string InProject = "?projectIdentifier=team%2Fllm";

    static readonly Guid Board = Guid.Parse("00000000-0000-4000-8000-000000000001");

    static CancellationToken Token => TestContext.Current.CancellationToken;

    static async Task<TestServer> StartAsync()
    {
        var server = await TestServer.StartAsync();
        await server.Service<CatalogProjects>().CreateAsync(new NewProject("team", "llm", null, "priv", "", DateTimeOffset.UnixEpoch), Token);
        return server;
    }

    [Fact]
    public async Task Comments_of_a_board_are_listed_in_order_answered_and_settled()
    {
        await using var server = await StartAsync();
        using var client = await server.LoggedInClientAsync();
        var first = await AddAsync(client, new { board = Board, widget = "w1", text = "Why the spike?" });
        var answer = await AddAsync(client, new { board = Board, widget = "w1", replyTo = Id(first), text = "A bad node. é\n<b>" });
        await AddAsync(client, new { board = Guid.NewGuid(), text = "elsewhere" });

        await ChangeAsync(client, first, new { resolved = true });
        await ChangeAsync(client, answer, new { text = "Node 7." });

        var all = (await client.GetFromJsonAsync<JsonElement>($"{Comments}{InProject}&board={Board}", Token)).GetProperty("comments");
        Assert.Equal(
            [("Why the spike?", true), ("Node 7.", false)],
            all.EnumerateArray().Select(one => (one.GetProperty("text").GetString()!, one.GetProperty("resolved").GetBoolean())));
        Assert.Equal(Id(first), all[1].GetProperty("replyTo").GetString());
        Assert.Equal("admin", all[1].GetProperty("author").GetString());
    }

    [Fact]
    public async Task Only_its_author_changes_the_words_of_a_comment_or_deletes_it()
    {
        await using var server = await StartAsync();
        using var admin = await server.LoggedInClientAsync();
        using var ann = await server.NamedClientAsync("ann");
        var comment = await AddAsync(ann, new { board = Board, text = "Mine." });
        var address = $"{Comments}/{Id(comment)}{InProject}";

        using var changed = await admin.PutAsJsonAsync(address, new { text = "Yours." }, Token);
        using var deleted = await admin.DeleteAsync(address, Token);

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden), (changed.StatusCode, deleted.StatusCode));
        Assert.StartsWith(
            "'ann' wrote this comment", (await TestServer.JsonAsync(changed)).GetProperty("message").GetString(), StringComparison.Ordinal);
        var settled = await ChangeAsync(admin, comment, new { resolved = true });
        Assert.Equal(
            ("Mine.", "ann", "admin"),
            (settled.GetProperty("text").GetString(), settled.GetProperty("author").GetString(), settled.GetProperty("updatedBy").GetString()));
        Assert.True((await ann.DeleteAsync(address, Token)).IsSuccessStatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await ann.DeleteAsync(address, Token)).StatusCode);
    }

    [Theory]
    [InlineData("""{"text": "x"}""", "A comment needs the id of its dashboard or report in the field 'board'.")]
    [InlineData("""{"board": "00000000-0000-4000-8000-000000000001"}""", "A comment needs words in the field 'text'.")]
    [InlineData("""{"board": "00000000-0000-4000-8000-000000000001", "text": " \n"}""", "A comment needs words in the field 'text'.")]
    public async Task What_is_no_comment_is_refused_with_a_sentence(string body, string message)
    {
        await using var server = await StartAsync();
        using var client = await server.LoggedInClientAsync();
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");

        using var answer = await client.PostAsync(Comments + InProject, content, Token);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(message, (await TestServer.JsonAsync(answer)).GetProperty("message").GetString());
    }

    [Fact]
    public async Task A_step_of_a_run_has_one_mark_whose_words_can_change()
    {
        await using var server = await StartAsync();
        using var client = await server.LoggedInClientAsync();
        var mark = await PostAsync(client, Marks, new { run = "LLM-1", step = 1500.5, text = "lr lowered", mine = 7 });

        using var again = await client.PostAsJsonAsync(Marks + InProject, new { run = "LLM-1", step = 1500.5, text = "twice" }, Token);
        using var change = new HttpRequestMessage(HttpMethod.Put, $"{Marks}/{Id(mark)}{InProject}")
        {
            Content = JsonContent.Create(new { run = "LLM-1", step = 1500.5, text = "lr halved" }), Headers = { { "If-Match", "\"1\"" } },
        };
        using var changed = await client.SendAsync(change, Token);

        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
        Assert.Equal(7, mark.GetProperty("mine").GetInt32());
        Assert.Equal("LLM-1@1500.5", mark.GetProperty("name").GetString());
        Assert.Equal("lr halved", (await TestServer.JsonAsync(changed)).GetProperty("text").GetString());
        foreach (var (body, message) in new (object, string)[]
        {
            (new { step = 1, text = "x" }, "A mark needs its run"), (new { run = "LLM-1", text = "x" }, "A mark needs its step"),
            (new { run = "LLM-1", step = -1, text = "x" }, "A mark needs its step"), (new { run = "LLM-1", step = 1 }, "A mark needs words"),
        })
        {
            using var refused = await client.PostAsJsonAsync(Marks + InProject, body, Token);
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
            Assert.StartsWith(message, (await TestServer.JsonAsync(refused)).GetProperty("message").GetString(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("""{"run": "LLM-1", "step": 1e400, "text": "x"}""")]
    [InlineData("""{"run": "LLM-1", "step": -1e400, "text": "x"}""")]
    [InlineData("""{"run": "LLM-1\u0000", "step": 1, "text": "x"}""")]
    public async Task What_is_no_mark_is_refused(string body)
    {
        await using var server = await StartAsync();
        using var client = await server.LoggedInClientAsync();
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");

        using var answer = await client.PostAsync(Marks + InProject, content, Token);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("mark", (await TestServer.JsonAsync(answer)).GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    static string Id(JsonElement one) => one.GetProperty("id").GetString()!;

    static Task<JsonElement> AddAsync(HttpClient client, object body) => PostAsync(client, Comments, body);

    static async Task<JsonElement> PostAsync(HttpClient client, string route, object body)
    {
        using var answer = await client.PostAsJsonAsync(route + InProject, body, Token);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return await TestServer.JsonAsync(answer);
    }

    static async Task<JsonElement> ChangeAsync(HttpClient client, JsonElement comment, object body)
    {
        using var answer = await client.PutAsJsonAsync($"{Comments}/{Id(comment)}{InProject}", body, Token);
        return await TestServer.JsonAsync(answer.EnsureSuccessStatusCode());
    }
}
