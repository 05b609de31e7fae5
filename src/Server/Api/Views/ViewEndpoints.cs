using System.Text.Json.Nodes;
using NeptuneAlt.Catalog;
using NeptuneAlt.Query;
using NeptuneAlt.Server.Api.Description;

namespace NeptuneAlt.Server.Api.Views;

/// <summary>Saved views of a project's runs table, shared by all who see the project.</summary>
static class ViewEndpoints
{
    const string Root = "/api/leaderboard/v1/views";

    public static IEndpointRouteBuilder MapViews(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup(Root);
        group.MapGet("", ListAsync)
            .Describe("listLeaderboardViews", "The saved views of a project.").Gives<ViewsAnswer>();
        group.MapPost("", CreateAsync)
            .Describe("createLeaderboardView", "Saves a view.").Gives<ViewAnswer>(StatusCodes.Status201Created);
        group.MapPost("/setDefault", SetDefaultAsync)
            .Describe("setDefaultView", "Makes a view the project's default, or none.")
            .Produces(StatusCodes.Status204NoContent);
        group.MapGet("/{viewId}", GetAsync)
            .Describe("getLeaderboardView", "A saved view.").Gives<ViewAnswer>();
        group.MapPut("/{viewId}", UpdateAsync)
            .Describe("updateLeaderboardView", "Saves a view anew.").Gives<ViewAnswer>();
        group.MapDelete("/{viewId}", DeleteAsync)
            .Describe("deleteLeaderboardView", "Deletes a view.").Produces(StatusCodes.Status200OK);
        return endpoints;
    }

    static async Task<IResult> ListAsync(
        string projectIdentifier, RunIdentifiers identifiers, CatalogViews saved, CancellationToken cancellationToken)
    {
        var project = await identifiers.ProjectAsync(projectIdentifier, cancellationToken);
        var views = await saved.ListAsync(project.Number, cancellationToken);
        return Results.Json(new JsonObject { ["views"] = new JsonArray([.. views.Select(ViewJson.Of)]) });
    }

    static async Task<IResult> CreateAsync(
        string projectIdentifier, ViewBody body, RunIdentifiers identifiers, CatalogViews saved, TimeProvider time,
        CancellationToken cancellationToken)
    {
        if (ViewJson.Problem(body) is { } problem) return ApiError.BadRequest(problem);

        var project = await identifiers.ProjectAsync(projectIdentifier, cancellationToken);
        var view = await saved.AddAsync(
            new NewView(
                project.Number, body.Name!, ViewJson.Content(body), body.DefaultView ?? false, // checked above
                time.GetUtcNow()),
            cancellationToken);
        return Results.Json(ViewJson.Of(view), statusCode: StatusCodes.Status201Created);
    }

    static async Task<IResult> GetAsync(
        string viewId, string projectIdentifier, RunIdentifiers identifiers, CatalogViews saved,
        CancellationToken cancellationToken)
    {
        var project = await identifiers.ProjectAsync(projectIdentifier, cancellationToken);
        return Guid.TryParse(viewId, out var id)
            && await saved.FindAsync(project.Number, id, cancellationToken) is { } view
            ? Results.Json(ViewJson.Of(view))
            : Missing(viewId);
    }

    static async Task<IResult> UpdateAsync(
        string viewId, string projectIdentifier, ViewBody body, RunIdentifiers identifiers, CatalogViews saved,
        CancellationToken cancellationToken)
    {
        if (ViewJson.Problem(body) is { } problem) return ApiError.BadRequest(problem);

        var project = await identifiers.ProjectAsync(projectIdentifier, cancellationToken);
        if (!Guid.TryParse(viewId, out var id)) return Missing(viewId);

        var change = new ViewChange(body.Name!, ViewJson.Content(body), body.DefaultView); // the name is checked above
        return await saved.UpdateAsync(project.Number, id, change, cancellationToken) is { } view
            ? Results.Json(ViewJson.Of(view))
            : Missing(viewId);
    }

    static async Task<IResult> DeleteAsync(
        string viewId, string projectIdentifier, RunIdentifiers identifiers, CatalogViews saved,
        CancellationToken cancellationToken)
    {
        var project = await identifiers.ProjectAsync(projectIdentifier, cancellationToken);
        return Guid.TryParse(viewId, out var id)
            && await saved.DeleteAsync(project.Number, id, cancellationToken)
            ? Results.Ok()
            : Missing(viewId);
    }

    static async Task<IResult> SetDefaultAsync(
        DefaultViewBody body, RunIdentifiers identifiers, CatalogViews saved, CancellationToken cancellationToken)
    {
        var project = await identifiers.ProjectAsync(body.ProjectIdentifier, cancellationToken);
        Guid? id = null;
        if (body.ViewId is { Length: > 0 } text)
        {
            if (!Guid.TryParse(text, out var parsed)) return Missing(text);
            id = parsed;
        }

        return await saved.SetDefaultAsync(project.Number, id, cancellationToken)
            ? Results.NoContent()
            : Missing(body.ViewId);
    }

    static IResult Missing(string? viewId) =>
        ApiError.NotFound($"There is no view '{viewId}' in this project. Perhaps it was deleted: choose another.");
}
