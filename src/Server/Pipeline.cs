using NeptuneAlt.Server.Api.Auth;
using NeptuneAlt.Server.Api.Dashboards;
using NeptuneAlt.Server.Api.Description;
using NeptuneAlt.Server.Api.Documents;
using NeptuneAlt.Server.Api.Files;
using NeptuneAlt.Server.Api.Ingestion;
using NeptuneAlt.Server.Api.Projects;
using NeptuneAlt.Server.Api.Reports;
using NeptuneAlt.Server.Api.Runs;
using NeptuneAlt.Server.Api.Series;
using NeptuneAlt.Server.Api.Settings;
using NeptuneAlt.Server.Api.Sharing;
using NeptuneAlt.Server.Hosting;


namespace NeptuneAlt.Server;

/// <summary>The middleware and the endpoints of the server: the table of contents of the API.</summary>
static class Pipeline
{
    // Names of runs are untrusted text: no script of another origin and no inline script ever runs.
    const string ContentSecurityPolicy =
        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
        + "media-src 'self' blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors ";

    public static void MapAll(this WebApplication app, Roles roles)
    {
        app.Use(SecureAsync);
        app.UseCompression();
        if (roles.HasFlag(Roles.Query)) app.UseFiles();
        app.UseNeptuneAuthentication();
        if ((roles & (Roles.Api | Roles.Query)) != 0)
        {
            app.MapAuthentication();
            app.MapProjects();
            app.MapProjectKeys();
            app.MapAccount();
            app.MapProperties();
            app.MapStorageBridge();
        }

        if (roles.HasFlag(Roles.Api)) app.MapIngestion();
        if (!roles.HasFlag(Roles.Query)) return;

        app.MapRetrieval();
        app.MapEditing();
        app.MapRunDeletion();
        app.MapPointRemoval();
        app.MapViews();
        app.MapDashboards();
        app.MapReports();
        app.MapAddresses();
        app.MapFormulaDocuments();
        app.MapMarks();
        app.MapComments();
        app.MapStyles();
        app.MapSharing();
        app.MapApiDescription();
        app.MapPages();
    }

    internal static Task SecureAsync(HttpContext context, RequestDelegate next)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = ContentSecurityPolicy
            + SharedPage.FrameAncestors(context.Request, context.RequestServices.GetRequiredService<SharingOptions>());
        var isShared = SharedPage.Is(context.Request.Path);
        // The address of a public link opens it: no other server is told it, and no search engine keeps it.
        headers["Referrer-Policy"] = isShared ? "no-referrer" : "same-origin";
        if (isShared) headers["X-Robots-Tag"] = "noindex";
        // Responses to one caller must not be cached; an endpoint with cacheable responses overrides this.
        if (context.Request.Path.StartsWithSegments("/api")) headers.CacheControl = "no-store";
        if (context.RequestServices.GetRequiredService<PublicAddress>().IsSecure(context.Request))
            headers.StrictTransportSecurity = "max-age=31536000";
        return next(context);
    }
}
