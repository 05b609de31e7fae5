using Microsoft.AspNetCore.Mvc;
using NeptuneAlt.Catalog;
using NeptuneAlt.Model;

namespace NeptuneAlt.Server.Api.Projects;

/// <summary>The list of projects. <c>userRelation</c> is accepted and ignored: everyone sees every project.</summary>
static class ProjectListing
{
    const int PageMax = 10_000;

    public static async Task<IResult> GetAsync(
        [FromQuery] string? organizationIdentifier, [FromQuery] string? searchTerm, [FromQuery] string[]? sortBy,
        [FromQuery] string[]? sortDirection, [FromQuery] int? offset, [FromQuery] int? limit,
        [FromQuery] bool? archived, CatalogProjects catalog, CancellationToken cancellationToken)
    {
        if (offset < 0 || limit is < 0 or > PageMax)
            return ApiError.BadRequest($"offset is 0 or more, and limit 0 to {PageMax}.");

        var all = await catalog.ListAsync(cancellationToken);
        var matching = all
            .Where(project => organizationIdentifier is null or "" || IsOf(project, organizationIdentifier))
            .Where(project => searchTerm is null or ""
                || project.QualifiedName.Contains(searchTerm, StringComparison.OrdinalIgnoreCase))
            .Where(project => archived is null || project.Archived == archived)
            .ToList();
        var page = Sort(matching, sortBy?.FirstOrDefault(), sortDirection?.FirstOrDefault())
            .Skip(offset ?? 0).Take(limit ?? PageMax).Select(ProjectWithRole.Of);
        return Results.Json(new ProjectList([.. page], matching.Count, all.Count));
    }

    public static bool IsOf(Project project, string workspace) =>
        project.Workspace == workspace
        || (Guid.TryParse(workspace, out var id) && project.WorkspaceId == id);

    /// <summary>By name or, for any other field that Neptune sorts by, by creation, the newest first by
    /// default.</summary>
    static IEnumerable<Project> Sort(List<Project> projects, string? by, string? direction)
    {
        var byName = string.Equals(by, "name", StringComparison.OrdinalIgnoreCase);
        var descending = direction is null
            ? !byName
            : direction.StartsWith("desc", StringComparison.OrdinalIgnoreCase);
        var sorted = byName
            ? projects.OrderBy(project => project.Name, StringComparer.OrdinalIgnoreCase)
                .ThenBy(project => project.Number)
            : projects.OrderBy(project => project.CreationTime).ThenBy(project => project.Number);
        return descending ? sorted.Reverse() : sorted;
    }
}
