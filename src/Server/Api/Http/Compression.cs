using System.IO.Compression;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Net.Http.Headers;
using NeptuneAlt.Server.Api.Auth;
using NeptuneAlt.Server.Api.Series;

namespace NeptuneAlt.Server.Api.Http;

/// <summary>
/// Answers are compressed where their reader asks for it: assets once, when the web app is built; pages, JSON and
/// columns as they are sent. Protobuf goes as it is: its readers are programs near by, and it is mostly numbers that
/// hardly shrink.
/// </summary>
static class Compression
{
    // Best first. The build writes both next to each asset that gets smaller.
    static readonly (string Encoding, string Ending)[] Forms = [("br", ".br"), ("gzip", ".gz")];

    // Tokens and signed addresses.
    static readonly PathString[] Secret =
    [
        "/api/backend/v1/authorization", PublicAddress.IssuerPath, "/api/tokens", "/api/session", "/api/storagebridge",
    ];

    public static IServiceCollection AddCompression(this IServiceCollection services) => services
        .AddResponseCompression(options =>
        {
            // Answers that show a secret (tokens) are left out below, so what a caller adds cannot be used to guess
            // one.
            options.EnableForHttps = true;
            options.MimeTypes = ["application/json", ChartColumns.ContentType, "text/html", "text/csv"];
            options.Providers.Add<BrotliCompressionProvider>();
            options.Providers.Add<GzipCompressionProvider>();
        })
        .Configure<BrotliCompressionProviderOptions>(brotli => brotli.Level = CompressionLevel.Fastest)
        .Configure<GzipCompressionProviderOptions>(gzip => gzip.Level = CompressionLevel.Fastest);

    /// <summary>Files that clients stored are sent as they were stored: a reader may ask for a range of one.</summary>
    public static void UseCompression(this WebApplication app) => app.UseWhen(
        context => !HoldsSecrets(context.Request.Path) && !context.Request.Path.StartsWithSegments("/storage"),
        branch => branch.UseResponseCompression());

    /// <summary>Whether a file carries a hash in its name and never changes, and was compressed when it was built.</summary>
    public static bool IsAsset(PathString path) =>
        path.StartsWithSegments("/assets") || path.StartsWithSegments($"/{DocsPages.Folder}/assets");

    /// <summary>Serves the compressed form of an asset that the client prefers.</summary>
    public static void UseCompressedAssets(this WebApplication app)
    {
        var files = app.Environment.WebRootFileProvider;
        app.Use((context, next) =>
        {
            var request = context.Request;
            if (!IsAsset(request.Path)) return next(context);

            context.Response.Headers.Append(HeaderNames.Vary, HeaderNames.AcceptEncoding);
            foreach (var (encoding, ending) in Forms)
            {
                if (!Accepts(request, encoding) || !files.GetFileInfo(request.Path + ending).Exists) continue;

                context.Response.Headers.ContentEncoding = encoding;
                request.Path += ending;
                break;
            }

            return next(context);
        });
    }

    /// <summary>The kind of a file, which its compressed form has, too.</summary>
    public static IContentTypeProvider ContentTypes { get; } = new TypesOfCompressed();

    static bool HoldsSecrets(PathString path) => Secret.Any(secret => path.StartsWithSegments(secret));

    static bool Accepts(HttpRequest request, string encoding) => request.GetTypedHeaders().AcceptEncoding
        .Any(accepted => accepted.Value.Equals(encoding, StringComparison.OrdinalIgnoreCase) && accepted.Quality != 0);

    sealed class TypesOfCompressed : IContentTypeProvider
    {
        readonly FileExtensionContentTypeProvider _types = new();

        public bool TryGetContentType(string subpath, out string contentType)
        {
            var ending = Forms.Select(form => form.Ending).FirstOrDefault(subpath.EndsWith) ?? "";
            return _types.TryGetContentType(subpath[..^ending.Length], out contentType!);
        }
    }
}
