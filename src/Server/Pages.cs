using NeptuneAlt.Server.Api;

namespace NeptuneAlt.Server;

/// <summary>
/// The web app's pages are one file, whatever their address. An address under the names that the server itself has is
/// never a page: there, what is not found says so in the form that its callers read.
/// </summary>
static class Pages
{
    static readonly string[] Reserved = ["assets", "storage", "metrics", "health"];

    public static void MapPages(this WebApplication app)
    {
        app.MapFallback("/api/{**rest}", (HttpContext context) => ApiError.NotFound(
            $"This server has no {context.Request.Method} {context.Request.Path}.", "NOT_FOUND"));
        foreach (var name in Reserved)
            app.MapFallback($"/{name}/{{**rest}}", () => Results.Text("Not found.", statusCode: 404)).AllowAnonymous();

        // A project may be named a.b: only an address of one part, such as /robots.txt, is a file for its dot.
        app.MapFallbackToFile("{workspace}/{project}/{**rest}", "index.html");
        app.MapFallbackToFile("index.html");
    }
}
