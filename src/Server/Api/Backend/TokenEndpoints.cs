using NeptuneAlt.Catalog;

namespace NeptuneAlt.Server.Api.Backend;

/// <summary>API tokens for people and machines: list, make, revoke.</summary>
static class TokenEndpoints
{
    const int UsernameCharactersMax = 190;

    public static void MapTokens(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/tokens", ListAsync);
        routes.MapPost("/api/tokens", CreateAsync);
        routes.MapDelete("/api/tokens/{id:guid}", RevokeAsync);
    }

    static async Task<IResult> ListAsync(ICatalog catalog, CancellationToken cancellationToken)
    {
        var tokens = await catalog.ListTokensAsync(cancellationToken);
        return Results.Json(new
        {
            entries = tokens.Select(token => new { token.Id, token.Username, created = token.CreationTime }),
        });
    }

    static async Task<IResult> CreateAsync(
        NewApiToken token, HttpContext context, ApiTokens apiTokens, PublicAddress address)
    {
        var username = token.Username?.Trim() ?? ApiError.Username(context);
        if (username.Length is 0 or > UsernameCharactersMax || username.Any(char.IsControl))
            return ApiError.BadRequest(
                $"A user name has 1 to {UsernameCharactersMax} characters, and no control characters.");

        var (id, text) = await apiTokens.CreateAsync(username, address.Base(context.Request), context.RequestAborted);
        return Results.Json(new { id, username, token = text });
    }

    static async Task<IResult> RevokeAsync(Guid id, ICatalog catalog, CancellationToken cancellationToken) =>
        await catalog.RevokeTokenAsync(id, cancellationToken)
            ? Results.NoContent()
            : ApiError.NotFound($"There is no API token {id}, or it has been revoked before.");

    sealed record NewApiToken(string? Username);
}
