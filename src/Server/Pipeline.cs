using NeptuneAlt.Server.Api.Auth;
using NeptuneAlt.Server.Api.Description;
using NeptuneAlt.Server.Api.Documents;
using NeptuneAlt.Server.Api.Files;
using NeptuneAlt.Server.Api.Ingestion;
using NeptuneAlt.Server.Api.Runs;
using NeptuneAlt.Server.Api.Series;
using NeptuneAlt.Server.Api.Settings;
using NeptuneAlt.Server.Hosting;


namespace NeptuneAlt.Server;

/// <summary>What a request passes through, and where it ends: the table of contents of the API.</summary>
static class Pipeline
{
    // Names of runs are strangers' text: no script of any other origin, and none inside a page, ever runs.
    const string ContentSecurityPolicy =
        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
        + "media-src 'self' blob:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'";

    public static void MapAll(this WebApplication app, Roles roles)
    {
        app.Use(SecureAsync);
        app.UseCompression();
        if (roles.HasFlag(Roles.Query)) app.UseFiles();
        app.UseNeptuneAuthentication();
        if ((roles & (Roles.Api | Roles.Query)) != 0)
        {
            app.MapBackend();
            app.MapStorageBridge();
        }

        if (roles.HasFlag(Roles.Api)) app.MapIngestion();
        if (!roles.HasFlag(Roles.Query)) return;

        app.MapRetrieval();
        app.MapEditing();
        app.MapRunDeletion();
        app.MapPointRemoval();
        app.MapViews();
        app.MapFormulaDocuments();
        app.MapStyles();
        app.MapApiDescription();
        app.MapPages();
    }

    static Task SecureAsync(HttpContext context, RequestDelegate next)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers["Referrer-Policy"] = "same-origin";
        // What one caller may see is for no cache; an endpoint whose answers are, says so itself.
        if (context.Request.Path.StartsWithSegments("/api")) headers.CacheControl = "no-store";
        if (context.RequestServices.GetRequiredService<PublicAddress>().IsSecure(context.Request))
            headers.StrictTransportSecurity = "max-age=31536000";
        return next(context);
    }
}
