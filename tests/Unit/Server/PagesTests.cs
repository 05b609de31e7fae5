using System.Net;
using NeptuneAlt.Unit.Server.Api;
using Xunit;

namespace NeptuneAlt.Unit.Server;

[Trait(Speed.Name, Speed.Slow)]
public class PagesTests
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/")]
    [InlineData("/tokens")]
    [InlineData("/team/llm")]
    [InlineData("/team/a.b")]
    [InlineData("/team.x/a.b/runs/AB-1.5")]
    [InlineData("/o/team/org/a.b/runs/table?viewId=standard-view")]
    [InlineData("/team/%E2%80%AEa%22%3Cb%3E.js/runs/details")]
    [InlineData("/team/a.b/-/run/?customId=x.y")]
    public async Task Opens_the_app_at_every_address_of_a_page(string address)
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Client();

        var answer = await client.GetAsync(address, Token);

        Assert.Equal("<title>the app</title>", await answer.Content.ReadAsStringAsync(Token));
        Assert.Equal("text/html", answer.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("/assets/gone.js")]
    [InlineData("/storage/gone")]
    [InlineData("/metrics")]
    [InlineData("/metrics/a/b")]
    [InlineData("/health/x")]
    public async Task Has_no_page_under_names_of_its_own(string address)
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Client();

        var answer = await client.GetAsync(address, Token);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("Not found.", await answer.Content.ReadAsStringAsync(Token));
    }

    [Theory]
    [InlineData("/api/first/runs?tab=charts", "/o/api/org/first/runs?tab=charts")]
    [InlineData("/api/first/-/run/?customId=x", "/o/api/org/first/-/run/?customId=x")]
    [InlineData("/assets/a%20b/runs/AB-1", "/o/assets/org/a%20b/runs/AB-1")]
    public async Task Leads_browsers_to_workspaces_that_are_called_like_names_of_its_own(string address, string page)
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Client();
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Add("Accept", "text/html,application/xhtml+xml");

        var answer = await client.SendAsync(request, Token);

        // Clients of tests may follow: then they are at the app.
        var place = answer.Headers.Location?.OriginalString ?? answer.RequestMessage!.RequestUri!.PathAndQuery;
        Assert.Equal(page, place);
    }

    [Fact]
    public async Task Serves_the_files_that_there_are_before_any_page()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Client();

        var answer = await client.GetAsync("/assets/app.js", Token);

        Assert.Equal("1", await answer.Content.ReadAsStringAsync(Token));
        Assert.Equal("text/javascript", answer.Content.Headers.ContentType?.MediaType);
        Assert.True(answer.Headers.CacheControl?.Public);
    }

    [Fact]
    public async Task Says_in_json_that_the_api_has_no_such_address()
    {
        await using var server = await TestServer.StartAsync();
        using var client = await server.LoggedInClientAsync();

        var answer = await client.GetAsync("/api/leaderboard/v1/no/such", Token);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("NOT_FOUND", (await TestServer.JsonAsync(answer)).GetProperty("errorType").GetString());
    }

    [Fact]
    public async Task Asks_who_calls_before_it_says_what_the_api_lacks()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Client();

        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/api/no/such", Token)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/robots.txt", Token)).StatusCode);
    }
}
