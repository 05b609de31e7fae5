using Microsoft.AspNetCore.Routing.Template;

namespace NeptuneAlt.Server.Api.Http;

/// <summary>Answers calls under <c>/api</c> that no endpoint takes: the address may take another method.</summary>
static class OtherCalls
{
    public static IResult Answer(HttpContext context, EndpointDataSource endpoints)
    {
        var (method, path) = (context.Request.Method, context.Request.Path);
        string[] methods = [.. MethodsOf(path, endpoints)];
        if (methods.Length == 0) return ApiError.NotFound($"This server has no {method} {path}.", "NOT_FOUND");

        var allowed = string.Join(", ", methods);
        context.Response.Headers.Allow = allowed;
        return HttpMethods.IsOptions(method)
            ? Results.NoContent()
            : ApiError.OfStatus(
                StatusCodes.Status405MethodNotAllowed, $"This address takes {allowed}, not {method}.").ToResult();
    }

    static IEnumerable<string> MethodsOf(PathString path, EndpointDataSource endpoints) =>
        from endpoint in endpoints.Endpoints.OfType<RouteEndpoint>()
        // The web app's pages take every address.
        where endpoint.RoutePattern.RawText?.TrimStart('/').StartsWith("api/", StringComparison.Ordinal) == true
        from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? []
        where endpoint.RoutePattern.RawText?.TrimStart('/').StartsWith("api/", StringComparison.Ordinal) == true
            && new TemplateMatcher(new RouteTemplate(endpoint.RoutePattern), []).TryMatch(path, [])
        group method by method into one
        orderby one.Key
        select one.Key;
}
