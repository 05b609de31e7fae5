using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using NeptuneAlt.Catalog;
using Xunit;

namespace NeptuneAlt.Unit.Server.Api.Settings;

public class SettingsTests
{
    const string Styles = "/api/leaderboard/v1/attributes/style/";
    const string Properties = "/api/backend/v1/clients/properties";

    static CancellationToken Token => TestContext.Current.CancellationToken;

    static async Task<HttpClient> ClientAsync(TestServer server)
    {
        await server.Service<CatalogProjects>().CreateAsync(
            new NewProject("team", "llm", null, "priv", "", DateTimeOffset.UnixEpoch), Token);
        return await server.LoggedInClientAsync();
    }

    static Task<HttpResponseMessage> PaintAsync(HttpClient client, string value, string? color, string project = "team/llm") =>
        client.PutAsJsonAsync(
            Styles + "putAttributeStyleSettings",
            new
            {
                projectIdentifier = project,
                styleSettings = new { attribute = new { name = "sys/tags", value }, color },
            },
            Token);

    static async Task<string[]> ColorsAsync(HttpClient client, object? attributes = null)
    {
        var answer = await TestServer.JsonAsync(await client.PostAsJsonAsync(
            Styles + "queryAttributeStyleSettings", new { projectIdentifier = "team/llm", attributes }, Token));
        return [.. answer.GetProperty("settings").EnumerateArray().Select(one =>
            $"{one.GetProperty("attribute").GetProperty("value").GetString()} {one.GetProperty("color").GetString()}")];
    }

    [Fact]
    public async Task Gives_values_colors_and_takes_them_away()
    {
        await using var server = await TestServer.StartAsync();
        using var client = await ClientAsync(server);

        foreach (var (value, color) in new[] { ("a", "#f00"), ("b \"<b>\"", "teal"), ("a", "#00FF00") })
            Assert.Equal(HttpStatusCode.OK, (await PaintAsync(client, value, color)).StatusCode);

        Assert.Equal(["a #00FF00", "b \"<b>\" teal"], await ColorsAsync(client));
        Assert.Equal(["a #00FF00"], await ColorsAsync(client, new[] { new { name = "sys/tags", value = "a" } }));
        Assert.Empty(await ColorsAsync(client, Array.Empty<object>()));
        await PaintAsync(client, "a", "");
        Assert.Equal(["b \"<b>\" teal"], await ColorsAsync(client));
    }

    [Fact]
    public async Task Refuses_colors_that_are_none()
    {
        await using var server = await TestServer.StartAsync();
        using var client = await ClientAsync(server);

        foreach (var color in new[] { null, "red;}", "url(x)", "#zz", new string('a', 40) })
            Assert.Equal(HttpStatusCode.BadRequest, (await PaintAsync(client, "a", color)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await PaintAsync(client, new string('v', 1001), "red")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await PaintAsync(client, "a", "red", "team/none")).StatusCode);
        Assert.Empty(await ColorsAsync(client));
    }

    [Fact]
    public async Task Remembers_properties_of_a_user_apart_from_others()
    {
        await using var server = await TestServer.StartAsync();
        using var client = await ClientAsync(server);
        static string Of(string scope, string key = "") => $"{Properties}?scope={scope}&propertyType=ui&key={key}";

        var put = await client.PostAsJsonAsync(Of("user"), new { key = "theme", value = "dark" }, Token);
        await client.PostAsJsonAsync(Of("project"), new { key = "theme", value = "light" }, Token);

        Assert.Equal(HttpStatusCode.OK, put.StatusCode);
        var mine = await client.GetFromJsonAsync<JsonElement>(Of("user", "theme"), Token);
        Assert.Equal("dark", mine.GetProperty("value").GetString());
        var list = await client.GetFromJsonAsync<JsonElement>($"{Properties}/list?scope=project&propertyType=ui", Token);
        Assert.Equal("light", Assert.Single(list.GetProperty("properties").EnumerateArray()).GetProperty("value").GetString());
        Assert.Single(await server.Service<CatalogProperties>().ListAsync(new PropertyScope("", "project", "ui"), Token));
        Assert.Empty(await server.Service<CatalogProperties>().ListAsync(new PropertyScope("", "user", "ui"), Token));
        Assert.Equal(HttpStatusCode.OK, (await client.DeleteAsync(Of("user", "theme"), Token)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.DeleteAsync(Of("user", "theme"), Token)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(Of("user", "theme"), Token)).StatusCode);
    }

    [Fact]
    public async Task Refuses_properties_beyond_bounds()
    {
        await using var server = await TestServer.StartAsync();
        using var client = await ClientAsync(server);
        foreach (var body in (object[])
        [
            new { key = "", value = "" }, new { key = "a" }, new { key = new string('k', 201), value = "" },
            new { key = "a", value = new string('v', (64 << 10) + 1) }, new { key = "a", value = "\0" },
        ])
        {
            var answer = await client.PostAsJsonAsync($"{Properties}?scope=user&propertyType=ui", body, Token);
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        }

        Assert.Equal(HttpStatusCode.BadRequest, (await client.GetAsync($"{Properties}/list?scope=user", Token)).StatusCode);
    }
}
