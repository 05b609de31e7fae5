using NeptuneAlt.Catalog;
using NeptuneAlt.Query.Series;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Server.Api.Sharing;

/// <summary>What all calls of who has a link have in common.</summary>
readonly record struct SharedCall(HttpContext Context, SharedScopes Scopes)
{
    public CancellationToken Aborted => Context.RequestAborted;

    PublicLink Link => Context.Features.Get<SharedLink>()!.Link; // set before any of these endpoints

    /// <summary>Whose turn it is where formulas have to be computed. No user has such a name.</summary>
    public string User => $"public link\n{Link.Id}";

    /// <exception cref="BadRequestException">The board has no published version.</exception>
    public async Task<SharedScope> ScopeAsync() =>
        await Scopes.FindAsync(Link, Aborted) ?? throw new BadRequestException(SharedLink.Missing)
        {
            Status = StatusCodes.Status404NotFound, ErrorType = SharedLink.MissingType,
        };

    /// <summary>Reads what has been found to be shown. What goes wrong may name what is not shown, so it is told in other
    /// words.</summary>
    /// <param name="moment">That series are shown at; <c>null</c>: now.</param>
    public static async Task<T> ReadAsync<T>(StoreMoment? moment, Func<Task<T>> read)
    {
        if (moment is not null) AsOf.Enter(moment);
        try
        {
            return await read();
        }
        catch (Exception exception) when (Refusal.Of(exception) is { Error.Code: >= 400 and < 500 and not 429 })
        {
            throw new BadRequestException("What this shows cannot be read: a run of it is gone, or a formula does not fit these runs.", exception);
        }
    }
}

/// <summary>The link that a request came by.</summary>
sealed record SharedLink(PublicLink Link)
{
    public const string Header = "X-Neptunealt-Share";
    public const string MissingType = "LINK_NOT_FOUND";
    public const string Missing =
        "This link does not exist, has expired or was withdrawn, or what it showed is not there any more. Ask whoever sent it to you for another.";

    public static readonly PathString Root = "/api/public/v1";

    /// <summary>Most of a body. Charts of many runs need more than callers without any credential may send.</summary>
    public const int BodyBytesMax = 4 << 20;

    /// <summary>
    /// Under this root nobody is let in but by a link, and a link leads nowhere else: it is no credential that the other endpoints know.
    /// </summary>
    public static async Task RequireAsync(HttpContext context, RequestDelegate next)
    {
        if (!context.Request.Path.StartsWithSegments("/api/public"))
        {
            await next(context);
            return;
        }

        var from = context.Connection.RemoteIpAddress?.ToString() ?? "";
        var link = await context.RequestServices.GetRequiredService<PublicLinks>()
            .FindAsync(context.Request.Headers[Header].ToString(), from, context.RequestAborted);
        if (link is null)
        {
            await ApiError.NotFound(Missing, MissingType).ExecuteAsync(context);
            return;
        }

        using var turn = await context.RequestServices.GetRequiredService<SharedTurns>().TakeAsync(context.RequestAborted);
        context.Features.Set(new SharedLink(link));
        await next(context);
    }
}
