namespace NeptuneAlt.Server;

/// <summary>The documentation, built from <c>docs/</c> into a folder beside the web app. Its pages are files without an ending in
/// their address.</summary>
static class DocsPages
{
    public const string Folder = "docs";

    /// <summary>Comes before the files: an address of a page is that of its file from there on.</summary>
    public static void UseDocs(this WebApplication app)
    {
        var files = app.Environment.WebRootFileProvider;
        app.Use((context, next) =>
        {
            var request = context.Request;
            if (!request.Path.StartsWithSegments($"/{Folder}", out var rest)) return next(context);
            if (!rest.HasValue)
            {
                context.Response.Redirect($"/{Folder}/");
                return Task.CompletedTask;
            }

            var page = rest.Value!.EndsWith('/') ? $"{request.Path}index.html" : $"{request.Path}.html";
            if (!files.GetFileInfo(request.Path).Exists && files.GetFileInfo(page).Exists) request.Path = page;
            return next(context);
        });
    }

    /// <summary>What no file is: a page that says so, where the server was built with them.</summary>
    public static void MapDocs(this WebApplication app) => app.MapFallback($"/{Folder}/{{**rest}}", async context =>
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        var page = app.Environment.WebRootFileProvider.GetFileInfo($"{Folder}/404.html");
        if (!page.Exists)
        {
            await context.Response.WriteAsync("Not found. A server that was built with SkipWeb has no documentation.");
            return;
        }

        context.Response.ContentType = "text/html; charset=utf-8";
        await context.Response.SendFileAsync(page);
    }).AllowAnonymous();
}
