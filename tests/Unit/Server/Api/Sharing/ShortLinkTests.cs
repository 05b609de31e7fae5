using System.Net;
using System.Net.Http.Json;
using Xunit;

namespace NeptuneAlt.Unit.Server.Api.Sharing;

/// <summary>Short links to views, for who is signed in.</summary>
public class ShortLinkTests
{
    const string Root = "/api/leaderboard/v1/shortLinks";
    const string InProject = Root + "?projectIdentifier=team%2Fllm";

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_same_address_has_the_same_link_and_other_addresses_others()
    {
        await using var server = await TestServer.StartAsync();
        using var client = await SignedInAsync(server);
        var address = "/team/llm/runs?query=" + new string('x', 3000) + "#?kept";

        var first = await TestServer.JsonAsync(await client.PostAsJsonAsync(InProject, new { address }, Token));
        var again = await TestServer.JsonAsync(await client.PostAsJsonAsync(InProject, new { address }, Token));
        var other = await TestServer.JsonAsync(await client.PostAsJsonAsync(InProject, new { address = address + "&a" }, Token));

        var id = first.GetProperty("id").GetString()!; // an answer has one
        Assert.Equal(12, id.Length);
        Assert.Equal(id, again.GetProperty("id").GetString());
        Assert.NotEqual(id, other.GetProperty("id").GetString());
        Assert.EndsWith($"/s/{id}", first.GetProperty("link").GetString(), StringComparison.Ordinal);
        var opened = await TestServer.JsonAsync(await client.GetAsync($"{Root}/{id}", Token));
        Assert.Equal(address, opened.GetProperty("address").GetString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("team/llm")]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("https://evil.example/")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/a\nb")]
    public async Task What_is_no_address_of_the_app_is_refused(string? address)
    {
        await using var server = await TestServer.StartAsync();
        using var client = await SignedInAsync(server);
        using var answer = await client.PostAsJsonAsync(InProject, new { address }, Token);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Too_long_addresses_unknown_ids_and_strangers_are_refused()
    {
        await using var server = await TestServer.StartAsync();
        using var client = await SignedInAsync(server);
        using var stranger = server.Client();

        using var tooLong = await client.PostAsJsonAsync(InProject, new { address = "/" + new string('x', 1 << 20) }, Token);
        Assert.Equal(HttpStatusCode.BadRequest, tooLong.StatusCode);
        foreach (var id in (string[])["abcdefghijkl", "x", new string('y', 5000)])
        {
            using var unknown = await client.GetAsync($"{Root}/{id}", Token);
            Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
            using var strange = await stranger.GetAsync($"{Root}/{id}", Token);
            Assert.Equal(HttpStatusCode.Unauthorized, strange.StatusCode);
        }
    }

    static async Task<HttpClient> SignedInAsync(TestServer server)
    {
        var client = await server.LoggedInClientAsync();
        using var made = await client.PostAsJsonAsync(
            "/api/backend/v1/projects", new { organizationIdentifier = "team", name = "llm", projectKey = "LLM", visibility = "priv" }, Token);
        Assert.True(made.IsSuccessStatusCode, await made.Content.ReadAsStringAsync(Token));
        return client;
    }
}
