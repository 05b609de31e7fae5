using NeptuneAlt.Catalog;
using NeptuneAlt.Model;
using NeptuneAlt.Server.Api.Projects;

namespace NeptuneAlt.Server.Api.Files;

/// <summary>
/// Finds the project of a file. A client uploads files at the same time as its first operations, so the project may not
/// exist yet; it is created here then.
/// </summary>
sealed class ProjectFinder(CatalogProjects projects, ProjectOptions options, TimeProvider time)
{
    public async Task<Project?> FindAsync(string identifier, string permission, CancellationToken cancellationToken)
    {
        if (await projects.FindAsync(identifier, cancellationToken) is { } project) return project;
        if (permission != FileGrant.Write || !options.CreateMissing) return null;
        if (ProjectNames.Split(identifier, out var workspace, out var name) is not null) return null;

        return (await projects.CreateAsync(
            new NewProject(workspace, name, null, "priv", "", time.GetUtcNow()), cancellationToken)).Project;
    }
}
