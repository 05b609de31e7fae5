using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using NeptuneAlt.Catalog;
using NeptuneAlt.Server.Api.Events;
using NeptuneAlt.Server.Hosting;
using NeptuneAlt.Server.Jobs;
using NeptuneAlt.Store.Reads;
using NeptuneAlt.Unit.Store;
using Xunit;
using static NeptuneAlt.Unit.Server.Api.Dashboards.DashboardWorld;

namespace NeptuneAlt.Unit.Server.Api.Dashboards;

/// <summary>The folder whose dashboards the server publishes by itself.</summary>
[Collection(EngineCollection.Name)]
public sealed class ProvisionedDashboardsTests(EngineFixture engine) : IDisposable
{
    const string Overview = "neptunealt: dashboard/1\nname: Overview\ntype: compare\nwidgets: []\n";

    readonly string _folder = Directory.CreateTempSubdirectory("provisioned-").FullName;
    readonly Journal _log = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Publishes_a_file_once_and_again_when_it_changes()
    {
        await using var world = await StartAsync(engine);
        var heard = new List<DashboardChange>();
        world.Retrieval.Service<DashboardNews>().Heard += heard.Add;
        Write("team/llm/overview.yaml", Overview);
        using var job = JobOf(world);

        await job.SweepAsync(Token);
        await job.SweepAsync(Token);
        var first = Assert.Single(await ListAsync(world));
        Assert.Equal(("Overview", "provisioned"), (first.GetProperty("name").GetString(), first.GetProperty("owner").GetString()));
        Assert.Equal(first.GetProperty("id").GetGuid(), Assert.Single(heard).Version);

        // Somebody changes it in the app: that holds until the file changes, or the server starts again.
        var bent = Board("Bent").With("extra", new JsonObject { ["key"] = "overview" });
        await AnswerAsync(world.Admin, HttpMethod.Put, $"/{Id(first)}", bent);
        await job.SweepAsync(Token);
        Assert.Equal(["Bent"], await NamesAsync(world));
        Write("team/llm/overview.yaml", Overview.Replace("name: Overview", "name: Overview 2", StringComparison.Ordinal));
        await job.SweepAsync(Token);
        Assert.Equal(["Overview 2"], await NamesAsync(world));
        var versions = await AnswerAsync(world.Admin, HttpMethod.Get, $"/list/versions/{first.GetProperty("versionBranch").GetString()}");
        Assert.Equal(2, versions.GetProperty("total").GetInt32());

        var told = heard.Count;
        using var again = JobOf(world);
        await again.SweepAsync(Token);
        Assert.Equal(told, heard.Count);
        Assert.Empty(_log.Warnings);
    }

    [Fact]
    public async Task Says_what_is_wrong_with_a_file_and_publishes_the_others()
    {
        await using var world = await StartAsync(engine);
        Write("team/llm/a.yaml", "neptunealt: dashboard/1\nname: A\ntype: compare\nwidgets:\n- id: w\n  type: chart\n");
        Write("team/llm/b.yaml", "neptunealt: dashboard/1\nname: B\ntype: compare\nwidgets:\n- id: w\n  type: dynamicSection\n"
            + "  at: [0, 0, 24, 1]\n  attributeNameMustMatchRegexes:\n  - '('\n");
        Write("team/llm/c.yaml", Overview);
        Write("team/nothing/d.yaml", Overview);
        Write("notes.txt", "not a dashboard");
        using var job = JobOf(world);

        await job.SweepAsync(Token);
        await job.SweepAsync(Token);

        Assert.Equal(["Overview"], await NamesAsync(world));
        Assert.Equal(3, _log.Warnings.Count);
        Assert.Contains(_log.Warnings, line => line.Contains("a.yaml", StringComparison.Ordinal) && line.Contains("\"w\" needs its place", StringComparison.Ordinal));
        Assert.Contains(_log.Warnings, line => line.Contains("b.yaml", StringComparison.Ordinal)
            && line.Contains("widgets[0].attributeNameMustMatchRegexes[0] is wrong", StringComparison.Ordinal));
        Assert.Contains(_log.Warnings, line => line.Contains("team/nothing", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Says_that_the_folder_is_not_there_and_publishes_once_it_is()
    {
        await using var world = await StartAsync(engine);
        using var job = JobOf(world, Path.Combine(_folder, "later"));
        await job.SweepAsync(Token);
        await job.SweepAsync(Token);
        Assert.Single(_log.Warnings);
        Write("later/team/llm/overview.yaml", Overview);
        await job.SweepAsync(Token);
        Assert.Equal(["Overview"], await NamesAsync(world));
    }

    ProvisionedDashboards JobOf(DashboardWorld world, string? folder = null) => new(
        new ServerOptions("", "") { Dashboards = folder ?? _folder }, world.Retrieval.Service<CatalogProjects>(),
        new DashboardPublisher(
            world.Retrieval.Service<CatalogDashboards>(), world.Retrieval.Service<PatternChecks>(),
            world.Retrieval.Service<DashboardNews>(), world.Retrieval.Service<TimeProvider>()),
        world.Retrieval.Service<TimeProvider>(), _log);

    void Write(string file, string text)
    {
        var path = Path.Combine(_folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!); // it is in a folder
        File.WriteAllText(path, text);
    }

    static async Task<JsonElement[]> ListAsync(DashboardWorld world) =>
        [.. (await AnswerAsync(world.Admin, HttpMethod.Get, "")).GetProperty("dashboards").EnumerateArray()];

    static async Task<string?[]> NamesAsync(DashboardWorld world) =>
        [.. (await ListAsync(world)).Select(one => one.GetProperty("name").GetString())];

    sealed class Journal : ILogger<ProvisionedDashboards>
    {
        public List<string> Warnings { get; } = [];

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel == LogLevel.Warning) Warnings.Add(formatter(state, exception));
        }
    }
}
