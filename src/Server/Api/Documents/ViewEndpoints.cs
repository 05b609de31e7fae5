using NeptuneAlt.Catalog;
using NeptuneAlt.Query.Runs;
using NeptuneAlt.Server.Api.Description;

namespace NeptuneAlt.Server.Api.Documents;

/// <summary>Saved views of a project's runs table.</summary>
static class ViewEndpoints
{
    static readonly DocumentKind s_views = new("view", "/api/leaderboard/v1/views", "LeaderboardView")
    {
        DefaultField = "defaultView",
    };

    public static IEndpointRouteBuilder MapViews(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapDocuments<ViewRequest, ViewResponse, ViewsResponse>(s_views)
            .MapPost("/setDefault", SetDefaultAsync)
            .Describe("setDefaultView", "Makes a view the project's default, or none.")
            .Produces(StatusCodes.Status204NoContent);
        return endpoints;
    }

    static async Task<IResult> SetDefaultAsync(
        DefaultViewRequest body, RunIdentifiers identifiers, CatalogDocuments documents, CancellationToken cancellationToken)
    {
        var project = await identifiers.ProjectAsync(body.ProjectIdentifier, cancellationToken);
        Guid? id = null;
        if (body.ViewId is { Length: > 0 } text)
        {
            if (!Guid.TryParse(text, out var parsed)) return DocumentEndpoints.Missing(s_views, text);
            id = parsed;
        }

        return await documents.SetDefaultAsync(project.Number, s_views.Name, id, cancellationToken)
            ? Results.NoContent()
            : DocumentEndpoints.Missing(s_views, body.ViewId);
    }
}
