using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace NeptuneAlt.Server.Api.Auth;

/// <summary>
/// Authenticates the caller: by a bearer token, as the clients do, or by the session cookie, as browsers do. A browser
/// also sends the cookie with requests from other sites, so requests that change something must prove that they come
/// from our pages.
/// </summary>
sealed class NeptuneAuthenticationHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder,
    AccessTokens accessTokens, LiveCredentials live, SessionCookie sessionCookie,
    PublicAddress address, RefusalLog refusals)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "Neptune";

    const string BearerPrefix = "Bearer ";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (header.StartsWith(BearerPrefix, StringComparison.OrdinalIgnoreCase))
            return await ResultAsync(header[BearerPrefix.Length..].Trim(), TokenUse.Access);
        if (header.Length > 0) return AuthenticateResult.Fail("Send the access token as 'Authorization: Bearer …'.");

        if (sessionCookie.Read(Request) is not { } cookie) return AuthenticateResult.NoResult();

        return IsSafe() || IsFromOurPage()
            ? await ResultAsync(cookie, TokenUse.Session)
            : AuthenticateResult.Fail("A request with the session cookie needs the header X-Requested-With.");
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var failure = (await HandleAuthenticateOnceSafeAsync()).Failure;
        await RefuseAsync(new ApiError(
            StatusCodes.Status401Unauthorized, "UNAUTHORIZED",
            failure?.Message ?? "This needs an API token: set NEPTUNE_API_TOKEN, or log in."));
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => RefuseAsync(new ApiError(
        StatusCodes.Status403Forbidden, "ACCESS_DENIED", "Your token does not allow this."));

    Task RefuseAsync(ApiError error)
    {
        refusals.Add(Context, error.Message);
        return error.ToResult().ExecuteAsync(Context);
    }

    async Task<AuthenticateResult> ResultAsync(string token, TokenUse use)
    {
        var caller = await accessTokens.VerifyAsync(token, use, Context.RequestAborted);
        if (caller is null)
            return AuthenticateResult.Fail(
                use == TokenUse.Access
                    ? "The access token is expired or not of this server. Get another one with your API token."
                    : "The session has ended. Log in again.");
        if (!await live.ContainsAsync(caller.Credential, Context.RequestAborted))
            return AuthenticateResult.Fail(
                use == TokenUse.Access
                    ? "The API token has been revoked."
                    : "The session has ended, or the API token that it began with has been revoked. Log in again.");

        return AuthenticateResult.Success(
            new AuthenticationTicket(AccessTokens.Principal(caller, SchemeName), SchemeName));
    }

    bool IsSafe() =>
        HttpMethods.IsGet(Request.Method) || HttpMethods.IsHead(Request.Method)
        || HttpMethods.IsOptions(Request.Method);

    /// <summary>Other sites can neither add a header of their own nor forge Origin.</summary>
    bool IsFromOurPage() =>
        Request.Headers.ContainsKey("X-Requested-With")
        || (Uri.TryCreate(Request.Headers.Origin.ToString(), UriKind.Absolute, out var origin)
            && Uri.TryCreate(address.Base(Request), UriKind.Absolute, out var ours)
            && origin.GetLeftPart(UriPartial.Authority) == ours.GetLeftPart(UriPartial.Authority));
}
