using System.Collections.Concurrent;
using System.Text.Json;
using NeptuneAlt.Catalog;

namespace NeptuneAlt.Server.Api.Sharing;

/// <summary>
/// Finds what may be read by a link. Which version is published is asked at each request; which runs are shown and what names they
/// have is known for a second, so that the charts of a page share the search.
/// </summary>
sealed class SharedScopes(
    CatalogProjects projects, CatalogDashboards dashboards, CatalogReports reports, CatalogProperties properties, SharedRuns runs,
    TimeProvider time)
{
    const int KnownMax = 200;
    static readonly TimeSpan s_age = TimeSpan.FromSeconds(1);

    readonly ConcurrentDictionary<Guid, Known> _known = new();

    /// <returns><c>null</c> if the board has no published version any more.</returns>
    public async Task<SharedScope?> FindAsync(PublicLink link, CancellationToken cancellationToken)
    {
        var versions = link.Kind == DashboardKind.Report ? reports.Versions : dashboards;
        var caller = new DashboardCaller("", "", time.GetUtcNow());
        if (await versions.VersionsAsync(link.Project, link.Branch, DashboardDrafts.Published, caller, cancellationToken)
            is not [var newest, ..]) return null;

        var key = (newest.Id, newest.Revision);
        if (_known.TryGetValue(link.Id, out var known) && known.Of == key && IsFresh(known))
            return await known.Scope.WaitAsync(cancellationToken);

        // Of the server, not of the request that happens to come first: others wait for the same.
        var scope = ReadAsync(link, versions, newest, caller, CancellationToken.None);
        if (_known.Count >= KnownMax) _known.Clear();
        _known[link.Id] = new Known(key, time.GetTimestamp(), scope);
        return await scope.WaitAsync(cancellationToken);
    }

    /// <summary>One that is still being read is waited for, however long it takes: not every request begins another.</summary>
    bool IsFresh(Known known) => known.Scope.IsCompletedSuccessfully
        ? time.GetElapsedTime(known.Since) < s_age
        : !known.Scope.IsCompleted;

    async Task<SharedScope?> ReadAsync(
        PublicLink link, CatalogDashboards versions, DashboardVersion newest, DashboardCaller caller,
        CancellationToken cancellationToken)
    {
        if (await projects.GetAsync(link.Project, cancellationToken) is not { } project
            || await versions.FindAsync(link.Project, newest.Id, caller, cancellationToken) is not var (version, texts)) return null;

        var board = SharedBoard.Read(link, version, texts);
        var settings = await SettingsAsync(project.QualifiedName, cancellationToken);
        if (settings is not null)
        {
            using var json = JsonDocument.Parse(settings);
            board.AddSettings(json.RootElement);
        }

        var sets = new SharedSet[board.Sections.Count];
        for (var at = 0; at < sets.Length; at++)
            sets[at] = await runs.ResolveAsync(project, board.Sections[at], cancellationToken);
        return new SharedScope(link, version, board, settings, sets);
    }

    /// <summary>How charts of the project are drawn, where somebody set that: numbers, words and switches alone.</summary>
    async Task<string?> SettingsAsync(string project, CancellationToken cancellationToken)
    {
        var found = await properties.ListAsync(new PropertyScope("", "project", $"charts {project}"), cancellationToken);
        if (found.FirstOrDefault(one => one.Key == "settings") is not { } property) return null;

        try
        {
            using var json = JsonDocument.Parse(property.Value);
            return json.RootElement.ValueKind == JsonValueKind.Object
                ? SharedWidgets.Only(json.RootElement, ChartSettingNames.All).ToJsonString()
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    sealed record Known((Guid Version, long Revision) Of, long Since, Task<SharedScope?> Scope);
}

/// <summary>The settings of charts that the web app knows.</summary>
static class ChartSettingNames
{
    public static readonly string[] All =
    [
        "x", "xMetric", "line", "raw", "xLog", "yLog", "smoothing", "window", "band", "bandKind", "clip", "previews", "inherited",
        "averaged", "spread", "colors", "relative", "runsMax",
    ];
}
