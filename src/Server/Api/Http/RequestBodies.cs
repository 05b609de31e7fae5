using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Net.Http.Headers;
using NeptuneAlt.Model;
using NeptuneAlt.Server.Api.Sharing;

namespace NeptuneAlt.Server.Api.Http;

/// <summary>
/// Reads the bodies of all calls except those that stream theirs: once, whole and within bounds, before the endpoint
/// runs. Callers that are not authenticated may only send a form or a token; those with a public link, what a page of charts asks.
/// </summary>
sealed class RequestBodies(RequestDelegate next, BodyBudget budget)
{
    public Task InvokeAsync(HttpContext context)
    {
        var endpoint = context.GetEndpoint();
        var hasBody = context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true;
        return !hasBody || endpoint is null || endpoint.Metadata.GetMetadata<OwnBody>() is not null
            ? next(context)
            : ReadAsync(context, endpoint);
    }

    async Task ReadAsync(HttpContext context, Endpoint endpoint)
    {
        var isKnown = context.User.Identity is { IsAuthenticated: true };
        using var body = await RequestBody.ReadAsync(
            context, budget, isKnown ? Limits.QueryRequestBytesMax
                : context.Features.Get<SharedLink>() is not null ? SharedLink.BodyBytesMax
                : Limits.AnonymousRequestBytesMax);
        if (TakesJson(endpoint) && body.Length > 0) JsonBody.Check(body.Memory.Span);
        context.Features.Set(body);
        // The body is UTF-8 whatever its declared charset; code after this need not know charset names.
        if (MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type) && type.Charset.HasValue)
        {
            type.Charset = null;
            context.Request.ContentType = type.ToString();
        }

        context.Request.Body = new MemoryStream(body.Buffer, 0, body.Length, writable: false);
        await next(context);
    }

    static bool TakesJson(Endpoint endpoint) => endpoint.Metadata.GetMetadata<WholeJson>() is null
        && endpoint.Metadata.GetMetadata<IAcceptsMetadata>()?.ContentTypes.Contains("application/json") == true;
}

/// <summary>Says of an endpoint that it reads its body by itself.</summary>
sealed class OwnBody
{
    public static OwnBody Instance { get; } = new();
}

/// <summary>Says of an endpoint that it checks its JSON by itself: what others have no meaning for is kept there.</summary>
sealed class WholeJson
{
    public static WholeJson Instance { get; } = new();
}
