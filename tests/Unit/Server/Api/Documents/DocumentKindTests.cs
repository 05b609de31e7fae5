using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using NeptuneAlt.Catalog;
using NeptuneAlt.Server.Api.Documents;
using Xunit;

namespace NeptuneAlt.Unit.Server.Api.Documents;

/// <summary>A kind of documents takes a body and a route: here one of the tests' own, beside views.</summary>
public class DocumentKindTests
{
    const string InProject = "?projectIdentifier=team%2Fllm";

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Keeps_documents_of_a_kind_apart_from_those_of_another()
    {
        await using var server = await TestServer.StartAsync();
        await server.Service<CatalogProjects>().CreateAsync(
            new NewProject("team", "llm", null, "priv", "", DateTimeOffset.UnixEpoch), Token);
        using var client = await server.LoggedInClientAsync();
        var view = await CreateAsync(client, "/api/leaderboard/v1/views", new { name = "same", columnList = new { columns = Array.Empty<int>() } });
        var note = await CreateAsync(client, NoteBody.Kind.Route, new { name = "same", text = "é", id = "mine", author = "me" });

        Assert.Equal(
            ["author", "created", "id", "name", "revision", "text", "updated", "updatedBy"],
            note.EnumerateObject().Select(property => property.Name).Order(StringComparer.Ordinal));
        Assert.Equal(("é", "admin"), (note.GetProperty("text").GetString(), note.GetProperty("author").GetString()));
        var list = await client.GetFromJsonAsync<JsonElement>(NoteBody.Kind.Route + InProject, Token);
        Assert.Equal(note.GetRawText(), Assert.Single(list.GetProperty("notes").EnumerateArray()).GetRawText());
        foreach (var (route, other) in new[] { (NoteBody.Kind.Route, view), ("/api/leaderboard/v1/views", note) })
        {
            var missing = await client.GetAsync($"{route}/{other.GetProperty("id").GetString()}{InProject}", Token);
            Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
        }
    }

    [Fact]
    public async Task Says_what_is_wrong_in_the_words_of_the_kind()
    {
        await using var server = await TestServer.StartAsync();
        await server.Service<CatalogProjects>().CreateAsync(
            new NewProject("team", "llm", null, "priv", "", DateTimeOffset.UnixEpoch), Token);
        using var client = await server.LoggedInClientAsync();
        await CreateAsync(client, NoteBody.Kind.Route, new { name = "taken" });

        Assert.Equal("A note needs a name.", await RefusedAsync(client, new { text = "x" }));
        using var empty = new StringContent("", Encoding.UTF8, "application/json");
        using var nothing = await client.PostAsync(NoteBody.Kind.Route + InProject, empty, Token);
        Assert.Equal(HttpStatusCode.BadRequest, nothing.StatusCode);
        Assert.StartsWith(
            "A note has at most 1024 KiB, this one has 1171 KiB.",
            await RefusedAsync(client, new { name = "a", text = new string('x', 1_200_000) }), StringComparison.Ordinal);
        Assert.Equal(
            "The project has another note named 'taken'. Choose another name.",
            await RefusedAsync(client, new { name = "taken" }, HttpStatusCode.Conflict));
        await server.Service<CatalogProjects>().DeleteAsync(1, DateTimeOffset.UnixEpoch, Token);
        Assert.Contains(
            "does not exist", await RefusedAsync(client, new { name = "late" }, HttpStatusCode.Forbidden),
            StringComparison.Ordinal);
    }

    static async Task<JsonElement> CreateAsync(HttpClient client, string route, object body)
    {
        var answer = await client.PostAsJsonAsync(route + InProject, body, Token);
        Assert.Equal((HttpStatusCode.Created, "\"1\""), (answer.StatusCode, answer.Headers.ETag?.ToString()));
        return await TestServer.JsonAsync(answer);
    }

    static async Task<string?> RefusedAsync(
        HttpClient client, object body, HttpStatusCode status = HttpStatusCode.BadRequest)
    {
        var answer = await client.PostAsJsonAsync(NoteBody.Kind.Route + InProject, body, Token);
        Assert.Equal(status, answer.StatusCode);
        return (await TestServer.JsonAsync(answer)).GetProperty("message").GetString();
    }
}

sealed record NoteBody : DocumentRequest
{
    public static readonly DocumentKind Kind = new("note", "/api/notes", "Note");

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Fields { get; init; }

    public override string Content() => JsonSerializer.Serialize(DocumentJson.WithoutServers(Fields) ?? []);
}
