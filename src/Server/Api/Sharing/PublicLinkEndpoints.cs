using NeptuneAlt.Catalog;
using NeptuneAlt.Query.Runs;
using NeptuneAlt.Server.Api.Auth;
using NeptuneAlt.Server.Api.Dashboards;
using NeptuneAlt.Server.Api.Description;

namespace NeptuneAlt.Server.Api.Sharing;

/// <summary>Makes, lists and withdraws links by which anybody may look at one dashboard or report.</summary>
static class PublicLinkEndpoints
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup("/api/leaderboard/v1/publicLinks").WithTags("sharing");
        group.MapGet("", ListAsync)
            .Describe("listPublicLinks", "The public links of a project, or of one board; and whether the server shows any.")
            .Gives<PublicLinksResponse>();
        group.MapPost("", CreateAsync)
            .Describe("createPublicLink", "Makes a link by which anybody may look at a board; only this answer shows it.")
            .Gives<CreatedPublicLink>().Gives<ApiError>(StatusCodes.Status403Forbidden);
        group.MapDelete("/{linkId}", WithdrawAsync)
            .Describe("withdrawPublicLink", "Withdraws a public link: at once, nobody sees anything by it.")
            .Produces(StatusCodes.Status204NoContent);
    }

    static async Task<IResult> ListAsync(
        string projectIdentifier, string? boardId, HttpContext context, RunIdentifiers identifiers, CatalogPublicLinks links,
        SharingOptions options, TimeProvider time)
    {
        var branch = string.IsNullOrEmpty(boardId) ? (Guid?)null : DashboardCall.Id(boardId, nameof(boardId));
        var project = await identifiers.ProjectAsync(projectIdentifier, context.RequestAborted);
        var found = await links.ListAsync(project.Number, branch, context.RequestAborted);
        var now = time.GetUtcNow();
        return Results.Json(new PublicLinksResponse(
            options.HasPublicLinks, options.EmbedOrigins, [.. found.Select(link => PublicLinkResponse.Of(link, now))]));
    }

    static async Task<IResult> CreateAsync(
        NewPublicLinkRequest body, string projectIdentifier, HttpContext context, RunIdentifiers identifiers,
        [AsParameters] LinkServices services)
    {
        if (!services.Options.HasPublicLinks)
            return new ApiError(
                StatusCodes.Status403Forbidden, "PUBLIC_LINKS_OFF",
                "Public links are switched off on this server. Its operator allows them with --public-links.").ToResult();

        var now = services.Time.GetUtcNow();
        var link = body.Read(ApiError.Username(context), now);
        var project = await identifiers.ProjectAsync(projectIdentifier, context.RequestAborted);
        if (await services.Links.CreateAsync(project.Number, link, context.RequestAborted) is not var (made, key))
            return ApiError.NotFound($"There is no {body.Kind} {body.BoardId} in this project.");

        return Results.Json(new CreatedPublicLink(
            $"{services.Address.Base(context.Request)}/share/{key}", PublicLinkResponse.Of(made, now)));
    }

    static async Task<IResult> WithdrawAsync(
        string linkId, string projectIdentifier, HttpContext context, RunIdentifiers identifiers, CatalogPublicLinks links)
    {
        var id = DashboardCall.Id(linkId, nameof(linkId));
        var project = await identifiers.ProjectAsync(projectIdentifier, context.RequestAborted);
        return await links.RemoveAsync(project.Number, id, context.RequestAborted)
            ? Results.NoContent()
            : ApiError.NotFound($"There is no public link {id} in this project, or it has been withdrawn before.");
    }

    sealed record LinkServices(PublicLinks Links, SharingOptions Options, PublicAddress Address, TimeProvider Time);
}

/// <param name="BoardId">Of a dashboard its branch, of a report its reportId.</param>
/// <param name="Kind"><c>dashboard</c> or <c>report</c>.</param>
/// <param name="Name">For whoever looks for it in the list.</param>
/// <param name="Expires">Left out: never.</param>
/// <param name="Widget">The only one that is shown; left out: all are.</param>
/// <param name="Runs">Of a dashboard, which runs it shows. Reports say it themselves.</param>
sealed record NewPublicLinkRequest(
    string? BoardId, [property: OneOf("dashboard", "report")] string? Kind, string? Name, DateTimeOffset? Expires, string? Widget,
    LinkRuns? Runs)
{
    const int TextCharactersMax = 200;

    /// <exception cref="BadRequestException">It makes no sense.</exception>
    public NewPublicLink Read(string owner, DateTimeOffset now)
    {
        var kind = Kind switch
        {
            "dashboard" => DashboardKind.Dashboard,
            "report" => DashboardKind.Report,
            _ => throw new BadRequestException("kind is dashboard or report."),
        };
        foreach (var text in (string?[])[Name, Widget])
            if (text is not null && (text.Length > TextCharactersMax || text.Any(char.IsControl)))
                throw new BadRequestException($"name and widget have at most {TextCharactersMax} characters, and no control characters.");
        if (Expires is { } expires && expires <= now) throw new BadRequestException("expires is in the past: the link would show nothing.");
        if (kind == DashboardKind.Report && Runs is not null)
            throw new BadRequestException("A report says itself which runs it shows. Leave runs out.");
        if (kind == DashboardKind.Dashboard && Runs is null)
            throw new BadRequestException("A dashboard shows whichever runs its viewer chose. Say in runs which ones the link shows.");

        Runs?.Check();
        return new NewPublicLink(Guid.NewGuid(), default, DashboardCall.Id(BoardId ?? "", "boardId"), kind, owner)
        {
            Name = Name?.Trim() ?? "", Widget = string.IsNullOrEmpty(Widget) ? null : Widget, Runs = Runs?.Print() ?? "", Created = now,
            Expires = Expires,
        };
    }
}

/// <param name="On">Whether the server shows public links.</param>
/// <param name="EmbedOrigins">Whose pages may show them in a frame.</param>
sealed record PublicLinksResponse(bool On, IReadOnlyList<string> EmbedOrigins, IReadOnlyList<PublicLinkResponse> Links);

/// <param name="Address">The link. It is kept nowhere.</param>
sealed record CreatedPublicLink(string Address, PublicLinkResponse Link);

sealed record PublicLinkResponse(
    Guid Id, Guid BoardId, [property: OneOf("dashboard", "report")] string Kind, string Name, string? Widget, string Owner,
    DateTimeOffset Created, DateTimeOffset? Expires, bool IsExpired)
{
    public static PublicLinkResponse Of(PublicLink link, DateTimeOffset now) => new(
        link.Id, link.Branch, link.Kind == DashboardKind.Report ? "report" : "dashboard", link.Name, link.Widget, link.Owner,
        link.Created, link.Expires, link.Expires <= now);
}
