using NeptuneAlt.Server.Api.Description;


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
        routes.MapDelete("/api/session", LogOutAsync).AllowAnonymous()
            .Describe("logOut", "Logs this browser out.").Produces(StatusCodes.Status204NoContent);
    }

    static async Task<IResult> CurrentAsync(HttpContext context, LocalAccess localAccess, SessionCookie cookie)
    {
        if (context.User.Identity is { IsAuthenticated: true, Name: { } name })
            return Results.Json(new SessionResponse(name));
        if (localAccess.Session(context) is not { } caller)
            return new ApiError(StatusCodes.Status401Unauthorized, "UNAUTHORIZED", "Log in with an API token.")
                .ToResult();

        await cookie.SetAsync(context, caller);
        return Results.Json(new SessionResponse(caller.Username));
    }

    static async Task<IResult> LogInAsync(
        LogIn logIn, HttpContext context, ApiTokens apiTokens, LocalAccess localAccess, SessionCookie cookie)
    {
        var caller = await apiTokens.VerifyAsync((logIn.Token ?? "").Trim(), context.RequestAborted)
            ?? localAccess.Anonymous(context);
        if (caller is null)
            return new ApiError(
                StatusCodes.Status401Unauthorized, "UNAUTHORIZED",
                "This is not an API token of this server. The server keeps its first one in the file api-token; copy it whole.")
                .ToResult();

        await cookie.SetAsync(context, caller);
        return Results.Json(new SessionResponse(caller.Username));
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
            && services.GetRequiredService<LocalAccess>().Session(context) is { } caller)
            await services.GetRequiredService<SessionCookie>().SetAsync(context, caller);

        await next(context);
    }

}

sealed record LogIn(string? Token);

sealed record SessionResponse(string Username);
