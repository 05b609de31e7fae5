using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using NeptuneAlt.Catalog;
using NeptuneAlt.Model;
using NeptuneAlt.Store;
using NeptuneAlt.Unit.Query;
using NeptuneAlt.Unit.Query.Runs;
using NeptuneAlt.Unit.Store;
using Xunit;

namespace NeptuneAlt.Unit.Server.Api.Runs;

/// <summary>A server over a store, with the project team/llm and whatever runs a test adds.</summary>
sealed class RetrievalWorld(TestServer server, HttpClient client, ClickHouse store, Project project) : IAsyncDisposable
{
    const string Root = "/api/leaderboard/v1";

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public HttpClient Client => client;

    public ClickHouse Store => store;

    public AttributeTable Table { get; } = new();

    /// <summary>A client of a user of that name, with a token of their own.</summary>
    public Task<HttpClient> PersonAsync(string name) => server.NamedClientAsync(name);

    public T Service<T>() where T : notnull => server.Service<T>();

    public static async Task<RetrievalWorld> StartAsync(EngineFixture engine)
    {
        var store = await engine.NewDatabaseAsync();
        var server = await TestServer.StartAsync(store: store);
        var (project, _) = await server.Service<CatalogProjects>().CreateAsync(
            new NewProject("team", "llm", null, "priv", "", DateTimeOffset.UnixEpoch), Token);
        return new RetrievalWorld(server, await server.LoggedInClientAsync(), store, project);
    }

    /// <summary>A run with its sys/id, created at <c>1000 + number</c> ms.</summary>
    public async Task<Run> AddRunAsync(
        string runId, string? parent = null, double forkStep = 0, string? experiment = null)
    {
        var creation = await server.Service<CatalogRuns>().CreateAsync(
            new NewRun(
                new RunKey(project.Number, runId), experiment, null, parent, Step.FromDouble(forkStep),
                DateTimeOffset.FromUnixTimeMilliseconds(1000)),
            Token);
        Table.AddText(creation.Run.Number, "sys/id", creation.Run.SysId);
        Table.AddText(creation.Run.Number, "sys/diagnostics/run_uuid", creation.Run.Id.ToString());
        return creation.Run;
    }

    /// <summary>Puts what <see cref="Table"/> holds into the store.</summary>
    public async Task InsertAsync()
    {
        await Table.InsertAsync(store, project.Number, Token);
        await store.ExecuteAsync(
            "INSERT INTO definitions SELECT DISTINCT project, path, type FROM attributes", Token);
    }

    public async Task<JsonElement> PostAsync(string path, object body) =>
        await AnswerAsync(await client.PostAsJsonAsync(Address(path), body, Token));

    public async Task<JsonElement> GetAsync(string path) => await AnswerAsync(await client.GetAsync(Address(path), Token));

    /// <summary>Status and message of a refusal.</summary>
    public async Task<(HttpStatusCode Status, string Message)> RefusalAsync(string path, object body)
    {
        var answer = await client.PostAsJsonAsync(Address(path), body, Token);
        return (answer.StatusCode, (await TestServer.JsonAsync(answer)).GetProperty("message").GetString()!);
    }

    public ValueTask DisposeAsync()
    {
        client.Dispose();
        return server.DisposeAsync();
    }

    static string Address(string path) =>
        $"{Root}{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}projectIdentifier=team%2Fllm";

    static async Task<JsonElement> AnswerAsync(HttpResponseMessage answer)
    {
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Token));
        return await TestServer.JsonAsync(answer);
    }
}
