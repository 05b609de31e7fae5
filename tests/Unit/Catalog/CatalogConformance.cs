using NeptuneAlt.Catalog;
using NeptuneAlt.Model;
using Xunit;

namespace NeptuneAlt.Unit.Catalog;

/// <summary>What every catalog does; one subclass an adapter, each test on an empty database of its own.</summary>
public abstract partial class CatalogConformance : IAsyncLifetime
{
    protected static readonly DateTimeOffset Now = new(2026, 3, 5, 10, 0, 0, 123, TimeSpan.Zero);

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected ICatalogDatabase Database { get; set; } = null!; // opened before each test

    protected CatalogProjects Projects => new(Database);

    protected CatalogRuns Runs => new(Database);

    protected CatalogExperiments Experiments => new(Database);

    protected CatalogDeletedRuns DeletedRuns => new(Database);

    protected CatalogDocuments Documents => new(Database);

    protected CatalogDashboards Dashboards => new(Database);

    protected CatalogDashboardTrash DashboardTrash => new(Database);

    protected CatalogStyles Styles => new(Database);

    protected CatalogProperties Properties => new(Database);

    protected CatalogSecrets Secrets => new(Database);

    protected CatalogTokens Tokens => new(Database);

    protected CatalogSessions Sessions => new(Database);

    protected CatalogLeases Leases => new(Database);

    protected CatalogMarks Marks => new(Database);

    protected CatalogImports Imports => new(Database);

    /// <summary>Opens the catalog of this test; the second time the same one again.</summary>
    protected abstract Task<ICatalogDatabase> OpenAsync();

    public virtual async ValueTask InitializeAsync()
    {
        Database = await OpenAsync();
        await Database.MigrateAsync(Token);
    }

    public virtual async ValueTask DisposeAsync()
    {
        if (Database is not null) await Database.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected async Task<Project> CreateProjectAsync(string name = "llm", string workspace = "team") =>
        (await Projects.CreateAsync(new NewProject(workspace, name, null, "priv", "", Now), Token)).Project;

    protected Task<RunCreation> CreateRunAsync(
        Project project, string runId, string? parent = null, double step = 0, string? family = null,
        string? experiment = null) =>
        Runs.CreateAsync(
            new NewRun(
                new RunKey(project.Number, runId), experiment, family ?? runId, parent, Step.FromDouble(step), Now),
            Token);

    protected async Task<Run> FindRunAsync(Project project, string runId) =>
        (await Runs.FindAsync(new RunKey(project.Number, runId), Token))!; // a test that finds none fails

    [Fact]
    public async Task Keeps_all_after_it_is_opened_again_and_migrates_once()
    {
        var project = await CreateProjectAsync();
        var run = (await CreateRunAsync(project, "a", experiment: "exp")).Run;
        var secret = await Secrets.FindOrMakeAsync("signing", Token);

        await Database.DisposeAsync();
        Database = await OpenAsync();
        await Database.MigrateAsync(Token);

        Assert.Equal(project, await Projects.FindAsync("team/llm", Token));
        Assert.Equal(run, await FindRunAsync(project, "a"));
        Assert.Equal(secret, await Secrets.FindOrMakeAsync("signing", Token));
    }
}
