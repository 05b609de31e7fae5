using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using NeptuneAlt.Catalog;
using Xunit;

namespace NeptuneAlt.Unit.Server.Api.Auth;

public class AccountTests
{
    const string Root = "/api/backend/v1/";

    static CancellationToken Token => TestContext.Current.CancellationToken;

    static async Task<HttpClient> ClientAsync(TestServer server)
    {
        foreach (var (workspace, name) in new[] { ("team", "llm"), ("Alone", "x"), ("team", "vision") })
            await server.Service<CatalogProjects>().CreateAsync(
                new NewProject(workspace, name, null, "priv", "", DateTimeOffset.UnixEpoch), Token);
        return await server.LoggedInClientAsync();
    }

    [Fact]
    public async Task Tells_who_is_asking_and_which_workspaces_there_are()
    {
        await using var server = await TestServer.StartAsync();
        using var client = await ClientAsync(server);

        var profile = await client.GetFromJsonAsync<JsonElement>(Root + "userProfile", Token);
        var workspaces = await client.GetFromJsonAsync<JsonElement>(Root + "myOrganizations", Token);

        Assert.Equal(await client.GetStringAsync("/api/who", Token), profile.GetProperty("username").GetString());
        Assert.Equal(
            ["Alone", "team"], workspaces.EnumerateArray().Select(one => one.GetProperty("name").GetString()));
    }

    [Fact]
    public async Task Proposes_a_key_that_is_free_and_tells_which_are()
    {
        await using var server = await TestServer.StartAsync();
        using var client = await ClientAsync(server);
        var taken = (await server.Service<CatalogProjects>().FindAsync("team/llm", Token))!;
        async Task<JsonElement> GetAsync(string path) => await client.GetFromJsonAsync<JsonElement>(Root + path, Token);

        var proposal = (await GetAsync($"projects/key?organizationId={taken.WorkspaceId}&projectName=llm"))
            .GetProperty("proposal").GetString()!;
        async Task<bool> IsFreeAsync(string workspace, string key) => (await GetAsync(
            $"projects/verify-project-key?organizationIdentifier={workspace}&projectKey={key}"))
            .GetProperty("isKeyAvailable").GetBoolean();

        Assert.True(await IsFreeAsync("team", proposal));
        Assert.False(await IsFreeAsync("team", taken.Key));
        Assert.True(await IsFreeAsync("Alone", taken.Key));
        Assert.Equal(
            HttpStatusCode.BadRequest,
            (await client.GetAsync(Root + "projects/verify-project-key?organizationIdentifier=team&projectKey=no", Token)).StatusCode);
    }
}
