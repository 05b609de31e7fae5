using NeptuneAlt.Server.Api.Description;
using NeptuneAlt.Server.Api.Sharing;


namespace NeptuneAlt.Server.Api.Auth;

/// <summary>Sign-in for browsers: who is logged in, log in with an API token, log out.</summary>
static class SessionEndpoints
{
    public static void MapSession(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/session", CurrentAsync).AllowAnonymous()
            .Describe("getSession", "Who is logged in with this browser.").Gives<SessionResponse>();
        routes.MapPost("/api/session", LogInAsync).AllowAnonymous()
            .Describe("logIn", "Logs this browser in with an API token.").Gives<SessionResponse>();
        routes.MapPut("/api/session/name", NameAsync)
            .Describe("nameSession", "Tells who works with this browser: what is made with it from now on is theirs.").Gives<SessionResponse>();
        routes.MapDelete("/api/session", LogOutAsync).AllowAnonymous()
            .Describe("logOut", "Logs this browser out.").Produces(StatusCodes.Status204NoContent);
    }

    static async Task<IResult> CurrentAsync(
        HttpContext context, LocalAccess localAccess, SessionCookie cookie, AuthOptions options)
    {
        if (context.User.Identity is { IsAuthenticated: true, Name: { } name })
            return Results.Json(SessionResponse.Of(name, options));
        if (localAccess.Session(context) is not { } caller)
            return new ApiError(StatusCodes.Status401Unauthorized, "UNAUTHORIZED", "Log in with an API token.")
                .ToResult();

        await cookie.SetAsync(context, caller);
        return Results.Json(SessionResponse.Of(caller.Username, options));
    }

    static async Task<IResult> LogInAsync(
        LogIn logIn, HttpContext context, ApiTokens apiTokens, LocalAccess localAccess, SessionCookie cookie, AuthOptions options)
    {
        var caller = await apiTokens.VerifyAsync((logIn.Token ?? "").Trim(), context.RequestAborted)
            ?? localAccess.Anonymous(context);
        if (caller is null)
            return new ApiError(
                StatusCodes.Status401Unauthorized, "UNAUTHORIZED",
                "This is not an API token of this server. The server keeps its first one in the file api-token; copy it whole.")
                .ToResult();

        await cookie.SetAsync(context, caller);
        return Results.Json(SessionResponse.Of(caller.Username, options));
    }

    /// <summary>The session goes on under another name, with the rights of what it began with: whoever may sign in may make a token
    /// of any name, too.</summary>
    static async Task<IResult> NameAsync(
        SessionNameRequest body, HttpContext context, SessionCookie cookie, LiveSessions sessions, AuthOptions options)
    {
        var credential = Credential.Of(context.User);
        if (credential.Session is not { } session)
            return ApiError.BadRequest("Only a browser's session has a name of its own. An API token is made with one: token create --name.");
        if (UserNames.Read(body.Name) is not { } name) return ApiError.BadRequest(UserNames.Rule);

        await cookie.SetAsync(context, new Caller(name, credential.Token));
        await sessions.EndAsync(session, context.RequestAborted);
        return Results.Json(SessionResponse.Of(name, options));
    }

    /// <summary>Other sites cannot ask for it: the cookie is not sent with their requests.</summary>
    static async Task<IResult> LogOutAsync(HttpContext context, SessionCookie cookie, LiveSessions sessions)
    {
        if (await cookie.SessionAsync(context) is { } session) await sessions.EndAsync(session, context.RequestAborted);
        cookie.Clear(context);
        return Results.NoContent();
    }

    /// <summary>Gives a browser on this machine its session with the first page that it opens.</summary>
    public static async Task WithPagesAsync(HttpContext context, RequestDelegate next)
    {
        var services = context.RequestServices;
        if (HttpMethods.IsGet(context.Request.Method)
            && context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase)
            && context.User.Identity is not { IsAuthenticated: true }
            && !SharedPage.Is(context.Request.Path) // Who opens a public link stays a stranger.
            && services.GetRequiredService<LocalAccess>().Session(context) is { } caller)
            await services.GetRequiredService<SessionCookie>().SetAsync(context, caller);

        await next(context);
    }

}

sealed record LogIn(string? Token);

sealed record SessionNameRequest(string? Name);

/// <param name="IsNamed">It is somebody's name; else that of the first token, which many may use.</param>
sealed record SessionResponse(string Username, bool IsNamed)
{
    public static SessionResponse Of(string username, AuthOptions options) => new(username, username != options.DefaultUser);
}
