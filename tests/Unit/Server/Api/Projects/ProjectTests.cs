using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Xunit;

namespace NeptuneAlt.Unit.Server.Api.Projects;

public class ProjectTests
{
    const string Root = "/api/backend/v1/projects";

    static CancellationToken Token => TestContext.Current.CancellationToken;

    static async Task<JsonElement> CreateAsync(HttpClient client, string workspace, string name) =>
        await TestServer.JsonAsync((await client.PostAsJsonAsync(
            Root, new { organizationIdentifier = workspace, name, visibility = "priv" }, Token))
            .EnsureSuccessStatusCode());

    static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;

    [Fact]
    public async Task Creates_finds_changes_and_deletes()
    {
        await using var server = await TestServer.StartAsync();
        using var client = await server.LoggedInClientAsync();

        var created = await CreateAsync(client, "team", "my.project");
        Assert.Equal("my.project", Text(created, "name"));
        Assert.Equal("team", Text(created, "organizationName"));
        Assert.Equal("MYPROJECT", Text(created, "projectKey"));
        foreach (var required in (string[])
            ["organizationId", "version", "visibility", "timeOfCreation", "userRoleInProject", "archived"])
            Assert.True(created.TryGetProperty(required, out _), required);

        var byId = await client.GetFromJsonAsync<JsonElement>(
            $"{Root}/get?projectIdentifier={Text(created, "id")}", Token);
        Assert.Equal(Text(created, "id"), Text(byId, "id"));

        using var update = JsonContent.Create(new { description = "About", archived = true });
        var changed = await TestServer.JsonAsync(
            await client.PutAsync($"{Root}?projectIdentifier=team%2Fmy.project", update, Token));
        Assert.Equal("About", Text(changed, "description"));

        Assert.Equal(
            HttpStatusCode.OK,
            (await client.DeleteAsync($"{Root}?projectIdentifier=team/my.project", Token)).StatusCode);
        var gone = await client.GetAsync($"{Root}/get?projectIdentifier=team/my.project", Token);
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    [Fact]
    public async Task Says_what_is_wrong_with_a_new_project()
    {
        await using var server = await TestServer.StartAsync();
        using var client = await server.LoggedInClientAsync();
        await CreateAsync(client, "team", "llm");

        await RefusedAsync(
            HttpStatusCode.Conflict, "PROJECT_NAME_COLLISION", new { organizationIdentifier = "team", name = "llm" });
        await RefusedAsync(
            HttpStatusCode.Conflict, "PROJECT_KEY_COLLISION",
            new { organizationIdentifier = "team", name = "x", projectKey = "LLM" });
        await RefusedAsync(
            HttpStatusCode.BadRequest, "PROJECT_KEY_INVALID",
            new { organizationIdentifier = "team", name = "x", projectKey = "lower" });
        await RefusedAsync(
            HttpStatusCode.BadRequest, "PROJECT_NAME_INVALID", new { organizationIdentifier = "team", name = "a/b" });
        await RefusedAsync(HttpStatusCode.BadRequest, "PROJECT_NAME_INVALID", new { name = "a" });
        await RefusedAsync(
            HttpStatusCode.BadRequest, "BAD_REQUEST",
            new { organizationIdentifier = "team", name = "x", visibility = "secret" });

        using var malformed = new StringContent("{", null, "application/json");
        var response = await client.PostAsync(Root, malformed, Token);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(400, (await TestServer.JsonAsync(response)).GetProperty("code").GetInt32());

        async Task RefusedAsync(HttpStatusCode status, string errorType, object body)
        {
            var refused = await client.PostAsJsonAsync(Root, body, Token);
            Assert.Equal(status, refused.StatusCode);
            Assert.Equal(errorType, Text(await TestServer.JsonAsync(refused), "errorType"));
        }
    }

    [Fact]
    public async Task Lists_pages_of_what_matches()
    {
        await using var server = await TestServer.StartAsync();
        using var client = await server.LoggedInClientAsync();
        foreach (var name in (string[])["beta", "alpha", "gamma"]) await CreateAsync(client, "team", name);
        await CreateAsync(client, "other", "alphabet");

        Assert.Equal(
            "alphabet gamma alpha beta: 4 of 4", await ListAsync("userRelation=viewerOrHigher&sortBy=lastViewed"));
        Assert.Equal("alpha alphabet beta gamma: 4 of 4", await ListAsync("sortBy=name"));
        Assert.Equal("gamma beta: 4 of 4", await ListAsync("sortBy=name&sortDirection=descending&limit=2"));
        Assert.Equal("gamma: 3 of 4", await ListAsync("sortBy=name&offset=2&organizationIdentifier=team"));
        Assert.Equal("alpha alphabet: 2 of 4", await ListAsync("sortBy=name&searchTerm=ALPHA"));
        Assert.Equal(HttpStatusCode.BadRequest, (await client.GetAsync($"{Root}?limit=-1", Token)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await client.GetAsync($"{Root}?limit=x", Token)).StatusCode);

        async Task<string> ListAsync(string query)
        {
            var list = await client.GetFromJsonAsync<JsonElement>($"{Root}?{query}", Token);
            var names = list.GetProperty("entries").EnumerateArray().Select(entry => Text(entry, "name"));
            var (matching, total) = (list.GetProperty("matchingItemCount"), list.GetProperty("totalItemCount"));
            return $"{string.Join(' ', names)}: {matching} of {total}";
        }
    }
}
