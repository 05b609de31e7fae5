namespace NeptuneAlt.Server.Api.Backend;

/// <summary>The browser's session: a signed token in a cookie that scripts cannot read and other sites cannot use.</summary>
sealed class SessionCookie(AccessTokens accessTokens, AuthOptions options, PublicAddress address)
{
    const string Name = "neptunealt_session";

    public static string? Read(HttpRequest request) => request.Cookies[Name];

    public async Task SetAsync(HttpContext context, Caller caller)
    {
        var token = await accessTokens.IssueAsync(
            caller, TokenUse.Session, address.Issuer(context.Request), options.SessionLifetime,
            context.RequestAborted);
        var cookie = Cookie(context.Request);
        cookie.MaxAge = options.SessionLifetime;
        context.Response.Cookies.Append(Name, token, cookie);
    }

    public void Clear(HttpContext context) => context.Response.Cookies.Delete(Name, Cookie(context.Request));

    CookieOptions Cookie(HttpRequest request) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = address.Base(request).StartsWith("https:", StringComparison.OrdinalIgnoreCase),
        Path = "/",
        IsEssential = true,
    };
}
