namespace NeptuneAlt.Server.Api.Auth;

/// <summary>
/// The browser's session: a signed token in a cookie that scripts cannot read and other sites cannot use.
/// </summary>
sealed class SessionCookie(AccessTokens accessTokens, AuthOptions options, PublicAddress address)
{
    const string Name = "neptunealt_session";

    /// <summary>Browsers take a cookie of such a name only as a secure one, from this very host.</summary>
    const string SecureName = "__Host-" + Name;

    public string? Read(HttpRequest request) => request.Cookies[NameFor(request)];

    public async Task SetAsync(HttpContext context, Caller caller)
    {
        var token = await accessTokens.IssueAsync(
            caller, TokenUse.Session, address.Issuer(context.Request), options.SessionLifetime,
            context.RequestAborted);
        var cookie = Cookie(context.Request);
        cookie.MaxAge = options.SessionLifetime;
        context.Response.Cookies.Append(NameFor(context.Request), token, cookie);
    }

    /// <summary>The session of the request's cookie; <c>null</c> without one.</summary>
    public async Task<Guid?> SessionAsync(HttpContext context) =>
        Read(context.Request) is { } token
            ? (await accessTokens.VerifyAsync(token, TokenUse.Session, context.RequestAborted))?.Session
            : null;

    public void Clear(HttpContext context) =>
        context.Response.Cookies.Delete(NameFor(context.Request), Cookie(context.Request));

    CookieOptions Cookie(HttpRequest request) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = address.IsSecure(request),
        Path = "/",
        IsEssential = true,
    };

    string NameFor(HttpRequest request) => address.IsSecure(request) ? SecureName : Name;
}
