using NeptuneAlt.Server.Api.Description;


namespace NeptuneAlt.Server.Api.Auth;

/// <summary>The clients' way in: an API token for an access token, and that for the next one.</summary>
static class AuthorizationEndpoints
{
    static readonly string[] GrantTypes = ["refresh_token"];
    static readonly string[] ResponseTypes = ["none"];
    static readonly string[] SubjectTypes = ["public"];
    static readonly string[] SigningAlgorithms = ["HS256"];

    public static void MapAuthorization(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/backend/v1/authorization/oauth-token", ExchangeAsync).AllowAnonymous()
            .Describe("exchangeApiToken", "An access token for the API token in the header X-Neptune-Api-Token.")
            .Gives<AccessResponse>();
        routes.MapPost(PublicAddress.IssuerPath + "/protocol/openid-connect/token", RefreshAsync)
            .AllowAnonymous().DisableAntiforgery();
        routes.MapGet(PublicAddress.IssuerPath + "/.well-known/openid-configuration", Discovery).AllowAnonymous();
        routes.MapGet("/api/backend/v1/clients/config", ClientConfig).AllowAnonymous();
    }

    static async Task<IResult> ExchangeAsync(
        HttpContext context, ApiTokens apiTokens, LocalAccess localAccess, TokenIssuer issuer)
    {
        var text = context.Request.Headers["X-Neptune-Api-Token"].ToString();
        var caller = await apiTokens.VerifyAsync(text, context.RequestAborted) ?? localAccess.Anonymous(context);
        if (caller is null)
            return new ApiError(
                StatusCodes.Status401Unauthorized, "UNAUTHORIZED",
                "The API token is not one of this server, or it has been revoked. The server keeps its first one in "
                + "the file api-token of its data folder; copy it whole into NEPTUNE_API_TOKEN.").ToResult();

        var (access, refresh) = await issuer.IssueAsync(context, caller);
        return Results.Json(new AccessResponse(access, refresh, caller.Username));
    }

    static async Task<IResult> RefreshAsync(
        HttpContext context, AccessTokens accessTokens, LiveCredentials live, TokenIssuer issuer, AuthOptions options)
    {
        if (!context.Request.HasFormContentType) return Refused("invalid_request", "Send the request as a form.");

        var form = await FormBody.ReadAsync(context);
        if (form["grant_type"] != "refresh_token")
            return Refused("unsupported_grant_type", "Only refresh_token is supported here.");

        var caller = await accessTokens.VerifyAsync(
            form["refresh_token"].ToString(), TokenUse.Refresh, context.RequestAborted);
        if (caller is null || !await live.ContainsAsync(caller.Credential, context.RequestAborted))
            return Refused("invalid_grant", "The refresh token is expired or not of this server.");

        var (access, refresh) = await issuer.IssueAsync(context, caller);
        return Results.Json(new Dictionary<string, object>
        {
            ["access_token"] = access,
            ["refresh_token"] = refresh,
            ["token_type"] = "Bearer",
            ["expires_in"] = (long)options.AccessTokenLifetime.TotalSeconds,
            ["refresh_expires_in"] = (long)options.RefreshTokenLifetime.TotalSeconds,
        });
    }

    /// <summary>The OpenID Connect metadata that the clients read. Browsers do not log in here.</summary>
    static IResult Discovery(HttpRequest request, PublicAddress address)
    {
        var issuer = address.Issuer(request);
        return Results.Json(new Dictionary<string, object>
        {
            ["issuer"] = issuer,
            ["authorization_endpoint"] = issuer + "/protocol/openid-connect/auth",
            ["token_endpoint"] = issuer + "/protocol/openid-connect/token",
            ["grant_types_supported"] = GrantTypes,
            ["response_types_supported"] = ResponseTypes,
            ["subject_types_supported"] = SubjectTypes,
            ["id_token_signing_alg_values_supported"] = SigningAlgorithms,
        });
    }

    static IResult ClientConfig(HttpRequest request, PublicAddress address) => Results.Json(new
    {
        apiUrl = address.Base(request),
        applicationUrl = address.Base(request),
        pyLibVersions = new { },
        security = new
        {
            clientId = AccessTokens.ClientId,
            openIdDiscovery = address.Issuer(request) + "/.well-known/openid-configuration",
        },
    });

    /// <summary>OAuth's own form of an error.</summary>
    static IResult Refused(string error, string description) => Results.Json(
        new Dictionary<string, string> { ["error"] = error, ["error_description"] = description },
        statusCode: StatusCodes.Status400BadRequest);
}

sealed record AccessResponse(string AccessToken, string RefreshToken, string Username);
