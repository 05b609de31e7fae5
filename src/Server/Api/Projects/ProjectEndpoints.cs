using NeptuneAlt.Catalog;
using NeptuneAlt.Server.Api.Description;
using NeptuneAlt.Server.Jobs;

namespace NeptuneAlt.Server.Api.Projects;

/// <summary>Projects: list, find, create, change, delete.</summary>
static class ProjectEndpoints
{
    const string Root = "/api/backend/v1/projects";

    static readonly string[] Visibilities = ["priv", "pub", "workspace"];

    public static void MapProjects(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Root, ProjectListing.GetAsync)
            .Describe("listProjects", "Projects: searched, sorted, in pages.").Gives<ProjectList>();
        routes.MapGet(Root + "/listForUser", ProjectListing.GetAsync);
        routes.MapGet(Root + "/listForOrganization", ProjectListing.GetAsync);
        routes.MapGet(Root + "/get", GetAsync)
            .Describe("getProject", "A project, by workspace/name or id.").Gives<ProjectWithRole>();
        routes.MapGet(Root + "/details", GetAsync);
        routes.MapPost(Root, CreateAsync)
            .Describe("createProject", "Creates a project, and its workspace if that is new.")
            .Gives<ProjectWithRole>();
        routes.MapPut(Root, UpdateAsync)
            .Describe("updateProject", "Changes a project.").Gives<ProjectWithRole>();
        routes.MapDelete(Root, DeleteAsync)
            .Describe("deleteProject", "Deletes a project with its runs.").Produces(StatusCodes.Status200OK);
    }

    static async Task<IResult> GetAsync(
        string projectIdentifier, CatalogProjects projects, CancellationToken cancellationToken) =>
        await projects.FindAsync(projectIdentifier, cancellationToken) is { } project
            ? Results.Json(ProjectWithRole.Of(project))
            : Missing(projectIdentifier);

    static async Task<IResult> CreateAsync(
        NewProjectRequest body, CatalogProjects projects, TimeProvider time, CancellationToken cancellationToken)
    {
        var workspace = body.OrganizationIdentifier ?? "";
        if (Guid.TryParse(workspace, out var id))
            workspace = (await projects.ListAsync(cancellationToken))
                .FirstOrDefault(project => project.WorkspaceId == id)?.Workspace ?? workspace;

        var name = body.Name ?? "";
        var problem = ProjectNames.NameProblem("workspace", workspace) ?? ProjectNames.NameProblem("project", name);
        if (problem is not null) return ApiError.BadRequest(problem, "PROJECT_NAME_INVALID");
        if (body.ProjectKey is { } key && ProjectNames.KeyProblem(key) is { } keyProblem)
            return ApiError.BadRequest(keyProblem, "PROJECT_KEY_INVALID");
        var visibility = body.Visibility ?? "priv";
        if (VisibilityProblem(visibility) is { } refused) return refused;

        var (project, created) = await projects.CreateAsync(
            new NewProject(workspace, name, body.ProjectKey, visibility, body.Description ?? "", time.GetUtcNow()),
            cancellationToken);
        return created
            ? Results.Json(ProjectWithRole.Of(project))
            : new ApiError(
                StatusCodes.Status409Conflict, "PROJECT_NAME_COLLISION",
                $"Project '{project.QualifiedName}' is there already.").ToResult();
    }

    static async Task<IResult> UpdateAsync(
        string projectIdentifier, ProjectUpdateRequest body, CatalogProjects projects, CancellationToken cancellationToken)
    {
        if (body.Name is { } name && ProjectNames.NameProblem("project", name) is { } problem)
            return ApiError.BadRequest(problem, "PROJECT_NAME_INVALID");
        if (body.Visibility is { } visibility && VisibilityProblem(visibility) is { } refused) return refused;

        return await projects.FindAsync(projectIdentifier, cancellationToken) is { } project
            && await projects.UpdateAsync(
                project.Number, new ProjectChange(body.Name, body.Description, body.Visibility, body.Archived),
                cancellationToken) is { } changed
            ? Results.Json(ProjectWithRole.Of(changed))
            : Missing(projectIdentifier);
    }

    /// <summary>The project is gone from every list at once; <see cref="DeletedProjects"/> removes what it held.</summary>
    static async Task<IResult> DeleteAsync(
        string projectIdentifier, CatalogProjects projects, TimeProvider time, CancellationToken cancellationToken) =>
        await projects.FindAsync(projectIdentifier, cancellationToken) is { } project
        && await projects.DeleteAsync(project.Number, time.GetUtcNow(), cancellationToken)
            ? Results.Ok()
            : Missing(projectIdentifier);

    static IResult? VisibilityProblem(string visibility) => Visibilities.Contains(visibility)
        ? null
        : ApiError.BadRequest($"'{visibility}' is no visibility: use priv, workspace or pub.");

    static IResult Missing(string identifier) =>
        ApiError.NotFound($"There is no project '{identifier}'. Write it as workspace/project.");
}
