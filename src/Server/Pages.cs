namespace NeptuneAlt.Server;

/// <summary>
/// The web app's pages are one file, whatever their address. An address under the names that the server itself has is
/// never a page: there, what is not found says so in the form that its callers read.
/// </summary>
static class Pages
{
    static readonly string[] Reserved = ["assets", "storage", "metrics", "health", "openapi", DocsPages.Folder];

    /// <summary>Comes first: once an address has led to an endpoint, files of that name are no longer looked for.
    /// </summary>
    public static void UseFiles(this WebApplication app)
    {
        app.Use(LeadToPage);
        app.UseDocs();
        app.UseCompressedAssets();
        app.UseStaticFiles(new StaticFileOptions
        {
            ContentTypeProvider = Compression.ContentTypes, OnPrepareResponse = file => Prepare(file.Context),
        });
        app.UseRouting();
    }

    /// <summary>A workspace may be called like one of the server's names: a browser that is led to its runs is led on to the
    /// address that the app has for them.</summary>
    static Task LeadToPage(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        var parts = request.Path.Value!.Split('/');
        var isPage = HttpMethods.IsGet(request.Method) && parts.Length > 3 && (parts[3] is "runs" or "-")
            && request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal);
        if (!isPage || (parts[1] != "api" && !Reserved.Contains(parts[1]))) return next(context);
        var rest = string.Join('/', parts.Skip(2).Select(Uri.EscapeDataString));
        context.Response.Redirect($"/o/{parts[1]}/org/{rest}{request.QueryString}");
        return Task.CompletedTask;
    }

    public static void MapPages(this WebApplication app)
    {
        app.MapFallback("/api/{**rest}", OtherCalls.Answer);
        app.MapDocs();
        foreach (var name in Reserved.Where(name => name != DocsPages.Folder))
            app.MapFallback($"/{name}/{{**rest}}", () => Results.Text("Not found.", statusCode: 404)).AllowAnonymous();

        // A project may be named a.b: only an address of one part, such as /robots.txt, is a file for its dot.
        app.MapFallbackToFile("{workspace}/{project}/{**rest}", "index.html");
        app.MapFallbackToFile("index.html");
    }

    /// <summary>Assets carry a hash in their names and never change; the page that names them may.</summary>
    static void Prepare(HttpContext context)
    {
        context.Response.Headers.CacheControl =
            Compression.IsAsset(context.Request.Path) ? "public, max-age=31536000, immutable" : "no-cache";
        if (context.Response.ContentType is "text/plain" or "text/markdown") context.Response.ContentType += "; charset=utf-8";
    }
}
