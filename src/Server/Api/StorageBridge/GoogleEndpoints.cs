using System.Globalization;
using Microsoft.AspNetCore.Http.Features;
using NeptuneAlt.Blobs;
using NeptuneAlt.Catalog;
using NeptuneAlt.Server.Api.Backend;

namespace NeptuneAlt.Server.Api.StorageBridge;

/// <summary>
/// Files in the protocol of Google's resumable uploads. A signed address is its own permission: no token is asked for.
/// What does not hold, or is not known any more, is answered with 400: the clients then ask for a new address and
/// begin again, while other statuses are final for them.
/// </summary>
static class GoogleEndpoints
{
    const string Route = "/storage/v1/files/{project:guid}/{file}";

    public static void MapGoogleStorage(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods(Route, ["GET", "HEAD"], DownloadAsync).AllowAnonymous();
        routes.MapPost(Route, BeginAsync).AllowAnonymous();
        routes.MapPut(Route, UploadAsync).AllowAnonymous();
    }

    public static string PathOf(FileGrant grant) => $"/storage/v1/files/{grant.Project}/{grant.PathSegment}";

    static async Task<IResult> DownloadAsync(
        Guid project, string file, HttpContext context, ICatalog catalog, IBlobs blobs, UrlSigner signer)
    {
        var (name, refused) = await AuthorizeAsync(project, file, FileGrant.Read, "", context, catalog, signer);
        if (name is not { } blobName) return refused;
        if (await blobs.FindAsync(blobName, context.RequestAborted) is not { } blob)
            return ApiError.NotFound("There is no such file.");

        var (satisfiable, range) = FileDownload.Parse(context.Request.Headers.Range.ToString(), blob.Size);
        if (!satisfiable)
        {
            context.Response.Headers.ContentRange =
                string.Create(CultureInfo.InvariantCulture, $"bytes */{blob.Size}");
            return Results.StatusCode(StatusCodes.Status416RangeNotSatisfiable);
        }

        await FileDownload.SendAsync(context, blobs, blobName, blob, range);
        return Results.Empty;
    }

    static async Task<IResult> BeginAsync(
        Guid project, string file, HttpContext context, ICatalog catalog, IBlobs blobs, UrlSigner signer,
        StorageOptions options, PublicAddress address)
    {
        var (name, refused) = await AuthorizeAsync(project, file, FileGrant.Write, "", context, catalog, signer);
        if (name is not { } blobName) return refused;
        if (!string.Equals(context.Request.Headers["X-Goog-Resumable"], "start", StringComparison.OrdinalIgnoreCase))
            return ApiError.BadRequest("Send the header X-Goog-Resumable: start.");

        var upload = await blobs.BeginUploadAsync(blobName, context.RequestAborted);
        var grant = new FileGrant(FileGrant.Resume, project, blobName.Path, upload);
        var query = await signer.SignGoogleAsync(grant, options.UploadLifetime, context.RequestAborted);
        return Results.Created(address.Base(context.Request) + PathOf(grant) + query, null);
    }

    static async Task<IResult> UploadAsync(
        Guid project, string file, string? upload, HttpContext context, ICatalog catalog, IBlobs blobs,
        UrlSigner signer, StorageOptions options)
    {
        var (name, refused) = await AuthorizeAsync(
            project, file, FileGrant.Resume, upload ?? "", context, catalog, signer);
        if (name is not { } blobName || upload is null) return refused;
        if (context.Request.ContentLength is not { } length)
            return Results.StatusCode(StatusCodes.Status411LengthRequired);
        if (UploadRange.Parse(context.Request.Headers.ContentRange.ToString(), length) is not { } range)
            return ApiError.BadRequest("Content-Range does not fit the length of the request.");
        if (range.Total > options.FileBytesMax || range.First + range.Length > options.FileBytesMax)
            return new ApiError(
                StatusCodes.Status413PayloadTooLarge, "LIMIT_EXCEEDED",
                $"A file has {options.FileBytesMax} bytes at most on this server.").ToResult();

        var stored = range.First is { } first
            ? await AppendAsync(context, blobs, blobName, upload, first, options)
            : await blobs.UploadedAsync(blobName, upload, context.RequestAborted);
        if (stored is null || stored > range.Total)
            return ApiError.BadRequest("The upload is not known any more. Begin again with a new address.");
        if (stored < range.Total || range.Total is null) return Incomplete(context, stored.Value);

        return await blobs.CommitAsync(blobName, upload, context.RequestAborted)
            ? Results.Ok()
            : ApiError.BadRequest("The upload is not known any more. Begin again with a new address.");
    }

    static Task<long?> AppendAsync(
        HttpContext context, IBlobs blobs, BlobName name, string upload, long offset, StorageOptions options)
    {
        // The client chooses the size of its chunks; they are streamed to the storage, whatever their size.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = options.FileBytesMax;
        return blobs.AppendAsync(name, upload, offset, context.Request.Body, context.RequestAborted);
    }

    /// <summary>Tells the client where to go on.</summary>
    static IResult Incomplete(HttpContext context, long stored)
    {
        if (stored > 0)
            context.Response.Headers.Range = string.Create(CultureInfo.InvariantCulture, $"bytes=0-{stored - 1}");
        return Results.StatusCode(StatusCodes.Status308PermanentRedirect);
    }

    static async Task<(BlobName? Name, IResult Refused)> AuthorizeAsync(
        Guid project, string file, string use, string upload, HttpContext context, ICatalog catalog, UrlSigner signer)
    {
        if (FileGrant.ParsePath(file) is not { } path
            || context.Request.Query["use"] != use
            || !await signer.VerifyGoogleAsync(
                new FileGrant(use, project, path, upload), context.Request.Query, context.RequestAborted))
            return (null, ApiError.BadRequest(
                "The address has expired, or is not one that this server signed. Ask for a new one.", "EXPIRED_TOKEN"));

        return await catalog.FindProjectAsync(project.ToString(), context.RequestAborted) is { } found
            ? (new BlobName(found.Number, path), Results.Empty)
            : (null, ApiError.NotFound("The project of this file has been deleted."));
    }
}
