using NeptuneAlt.Catalog;
using NeptuneAlt.Server.Api.Description;

namespace NeptuneAlt.Server.Api.Projects;

/// <summary>Helps to choose the key of a new project.</summary>
static class ProjectKeyEndpoints
{
    const string Root = "/api/backend/v1/projects";

    public static void MapProjectKeys(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Root + "/key", ProposeAsync)
            .Describe("generateProjectKey", "A free key for a new project.").Gives<ProjectKey>();
        routes.MapGet(Root + "/verify-project-key", VerifyAsync)
            .Describe("verifyProjectKey", "Whether a key is free.").Gives<ProjectKeyAvailability>();
    }

    static async Task<IResult> ProposeAsync(
        string organizationId, string projectName, CatalogProjects catalog, CancellationToken cancellationToken)
    {
        if (ProjectNames.NameProblem("project", projectName) is { } problem)
            return ApiError.BadRequest(problem, "PROJECT_NAME_INVALID");

        var taken = await TakenAsync(organizationId, catalog, cancellationToken);
        return Results.Json(new ProjectKey(ProjectKeys.Derive(projectName, taken)));
    }

    static async Task<IResult> VerifyAsync(
        string organizationIdentifier, string projectKey, CatalogProjects catalog, CancellationToken cancellationToken)
    {
        if (ProjectNames.KeyProblem(projectKey) is { } problem) return ApiError.BadRequest(problem, "PROJECT_KEY_INVALID");

        var taken = await TakenAsync(organizationIdentifier, catalog, cancellationToken);
        return Results.Json(new ProjectKeyAvailability(!taken.Contains(projectKey)));
    }

    static async Task<HashSet<string>> TakenAsync(string workspace, CatalogProjects catalog, CancellationToken cancellationToken) =>
        [.. (await catalog.ListAsync(cancellationToken))
            .Where(project => ProjectListing.IsOf(project, workspace)).Select(project => project.Key)];
}

sealed record ProjectKey(string Proposal);

sealed record ProjectKeyAvailability(bool IsKeyAvailable);
