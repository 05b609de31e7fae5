using System.Net;
using System.Net.Http.Json;
using NeptuneAlt.Catalog;
using Xunit;

namespace NeptuneAlt.Unit.Server.Api.Documents;

public class AddressTests
{
    const string Route = "/api/leaderboard/v1/addresses";

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Keeps_what_a_page_shows_under_an_id_that_its_text_decides()
    {
        await using var server = await StartAsync();
        using var client = await server.LoggedInClientAsync();
        var search = "?runs=" + string.Join(',', Enumerable.Range(0, 20_000).Select(i => $"LLM-{i}")) + "&name=\u202e🚀";

        var id = await KeepAsync(client, search);
        Assert.Equal(32, id.Length);
        Assert.Equal(id, await KeepAsync(client, search));
        Assert.NotEqual(id, await KeepAsync(client, search + "&tab=charts"));
        Assert.NotEqual(id, await KeepAsync(client, search, "other"));

        var kept = await TestServer.JsonAsync(await client.GetAsync($"{Route}/{id}?projectIdentifier=team%2Fllm", Token));
        Assert.Equal(search, kept.GetProperty("search").GetString());
        foreach (var nothing in new[] { $"{id}?projectIdentifier=team%2Fother", "x?projectIdentifier=team%2Fllm" })
            Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync($"{Route}/{nothing}", Token)).StatusCode);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("?")]
    [InlineData("tab=charts")]
    [InlineData("?a\0")]
    public async Task Refuses_what_is_no_part_of_an_address(string? search)
    {
        await using var server = await StartAsync();
        using var client = await server.LoggedInClientAsync();
        var answer = await client.PostAsJsonAsync(Route + "?projectIdentifier=team%2Fllm", new { search }, Token);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Refuses_a_text_of_more_than_a_mebibyte()
    {
        await using var server = await StartAsync();
        using var client = await server.LoggedInClientAsync();
        var answer = await client.PostAsJsonAsync(
            Route + "?projectIdentifier=team%2Fllm", new { search = "?" + new string('x', 1 << 20) }, Token);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.StartsWith(
            "An address has at most 1024 KiB.", (await TestServer.JsonAsync(answer)).GetProperty("message").GetString(),
            StringComparison.Ordinal);
    }

    static async Task<TestServer> StartAsync()
    {
        var server = await TestServer.StartAsync();
        foreach (var name in new[] { "llm", "other" })
            await server.Service<CatalogProjects>().CreateAsync(
                new NewProject("team", name, null, "priv", "", DateTimeOffset.UnixEpoch), Token);
        return server;
    }

    static async Task<string> KeepAsync(HttpClient client, string search, string project = "llm")
    {
        var answer = await client.PostAsJsonAsync($"{Route}?projectIdentifier=team%2F{project}", new { search }, Token);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (await TestServer.JsonAsync(answer)).GetProperty("id").GetString()!; // an answer has one
    }
}
