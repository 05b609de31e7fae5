using System.Globalization;
using NeptuneAlt.Catalog;
using NeptuneAlt.Query;
using NeptuneAlt.Query.Formula;
using NeptuneAlt.Query.Nql;
using NeptuneAlt.Store;

namespace NeptuneAlt.Server.Api.Retrieval;

/// <summary>What went wrong with a query, as clients are to hear it.</summary>
static class RetrievalErrors
{
    static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    /// <summary>Turns the exceptions of the read half into answers, as long as none has begun.</summary>
    public static async ValueTask<object?> Filter(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        try
        {
            return await next(invocation);
        }
        catch (Exception exception) when (!invocation.HttpContext.Response.HasStarted)
        {
            if (ResultOf(exception, invocation.HttpContext) is { } result) return result;
            throw;
        }
    }

    static IResult? ResultOf(Exception exception, HttpContext context) => exception switch
    {
        ProjectInaccessibleException project => ApiError.ProjectInaccessible(project.Identifier),
        NqlException or FormulaException or BadQueryException => ApiError.BadRequest(exception.Message),
        BadHttpRequestException bad => new ApiError(bad.StatusCode, "BAD_REQUEST", bad.Message).ToResult(),
        StoreDamagedException damaged => ApiError.Damaged(damaged.Damage.What),
        StoreUnavailableException or CatalogUnavailableException => Unavailable(context),
        _ => null,
    };

    static IResult Unavailable(HttpContext context)
    {
        context.Response.Headers.RetryAfter = RetryAfter.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        return new ApiError(
            StatusCodes.Status503ServiceUnavailable, "SERVICE_UNAVAILABLE", "The store is not answering; try again.")
            .ToResult();
    }
}
