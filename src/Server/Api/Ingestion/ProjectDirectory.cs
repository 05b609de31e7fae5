using System.Collections.Concurrent;
using NeptuneAlt.Catalog;
using NeptuneAlt.Model;
using NeptuneAlt.Server.Api.Projects;

namespace NeptuneAlt.Server.Api.Ingestion;

/// <summary>
/// Projects by the names that ingest requests carry, remembered for a short while: one look-up in the catalog serves
/// thousands of requests, and a change is seen everywhere within seconds.
/// </summary>
sealed class ProjectDirectory(CatalogProjects projects, ProjectOptions options, TimeProvider time)
{
    static readonly TimeSpan RememberedFor = TimeSpan.FromSeconds(5);

    readonly ConcurrentDictionary<string, (Project Project, long Seen)> _known = new(StringComparer.Ordinal);

    /// <summary>The project. It is created if it is missing and the settings or the request ask for that.</summary>
    /// <returns><c>null</c> if the project does not exist.</returns>
    public async ValueTask<Project?> ResolveAsync(string identifier, bool createMissing, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue(identifier, out var known) && time.GetElapsedTime(known.Seen) < RememberedFor)
            return known.Project;

        var project = await projects.FindAsync(identifier, cancellationToken)
            ?? (options.CreateMissing || createMissing ? await CreateAsync(identifier, cancellationToken) : null);
        if (project is not null) _known[identifier] = (project, time.GetTimestamp());
        return project;
    }

    async Task<Project?> CreateAsync(string identifier, CancellationToken cancellationToken)
    {
        if (ProjectNames.Split(identifier, out var workspace, out var name) is not null) return null;

        var wanted = new NewProject(workspace, name, Key: null, "priv", Description: "", time.GetUtcNow());
        return (await projects.CreateAsync(wanted, cancellationToken)).Project;
    }
}
