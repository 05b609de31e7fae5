using NeptuneAlt.Catalog;
using NeptuneAlt.Server.Api.Description;

namespace NeptuneAlt.Server.Api.Auth;

/// <summary>API tokens for people and machines: list, make, revoke.</summary>
static class TokenEndpoints
{
    public static void MapTokens(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/tokens", ListAsync)
            .Describe("listApiTokens", "The API tokens that are not revoked.").Gives<ApiTokenList>();
        routes.MapPost("/api/tokens", CreateAsync)
            .Describe("createApiToken", "Makes an API token; only this answer shows it.").Gives<CreatedApiToken>();
        routes.MapDelete("/api/tokens/{id:guid}", RevokeAsync)
            .Describe("revokeApiToken", "Revokes an API token.").Produces(StatusCodes.Status204NoContent);
    }

    static async Task<IResult> ListAsync(CatalogTokens issued, CancellationToken cancellationToken)
    {
        var tokens = await issued.ListAsync(cancellationToken);
        return Results.Json(new ApiTokenList(
            [.. tokens.Select(token => new ListedApiToken(token.Id, token.Username, token.CreationTime))]));
    }

    static async Task<IResult> CreateAsync(
        NewApiToken token, HttpContext context, ApiTokens apiTokens, PublicAddress address)
    {
        if (UserNames.Read(token.Username ?? ApiError.Username(context)) is not { } username)
            return ApiError.BadRequest(UserNames.Rule);

        var (id, text) = await apiTokens.CreateAsync(username, address.Base(context.Request), context.RequestAborted);
        return Results.Json(new CreatedApiToken(id, username, text));
    }

    static async Task<IResult> RevokeAsync(
        Guid id, CatalogTokens issued, LiveTokens liveTokens, CancellationToken cancellationToken)
    {
        if (!await issued.RevokeAsync(id, cancellationToken))
            return ApiError.NotFound($"There is no API token {id}, or it has been revoked before.");

        liveTokens.Renew();
        return Results.NoContent();
    }
}

sealed record NewApiToken(string? Username);

sealed record ApiTokenList(IReadOnlyList<ListedApiToken> Entries);

sealed record ListedApiToken(Guid Id, string Username, DateTimeOffset Created);

/// <param name="Token">What goes into NEPTUNE_API_TOKEN.</param>
sealed record CreatedApiToken(Guid Id, string Username, string Token);
