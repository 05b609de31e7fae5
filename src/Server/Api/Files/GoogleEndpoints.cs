using System.Globalization;
using Microsoft.AspNetCore.Http.Features;
using NeptuneAlt.Blobs;
using NeptuneAlt.Server.Api.Auth;

namespace NeptuneAlt.Server.Api.Files;

/// <summary>
/// Files in the protocol of Google's resumable uploads. A signed address is its own permission: no token is asked for.
/// What does not hold, or is not known any more, is answered with 400: the clients then ask for a new address and
/// begin again, while other statuses are final for them.
/// </summary>
static class GoogleEndpoints
{
    /// <summary>In the names of query parameters.</summary>
    public const string Vendor = "Goog";

    const string Route = "/storage/v1/files/{project:guid}/{file}";

    public static void MapGoogleStorage(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods(Route, ["GET", "HEAD"], DownloadAsync).AllowAnonymous();
        routes.MapPost(Route, BeginAsync).AllowAnonymous();
        routes.MapPut(Route, UploadAsync).AllowAnonymous().ReadsItsBody();
    }

    public static string PathOf(FileGrant grant) => $"/storage/v1/files/{grant.Project}/{grant.PathSegment}";

    static async Task<IResult> DownloadAsync(
        Guid project, string file, HttpContext context, IBlobs blobs, SignedAccess access)
    {
        var (name, refused) = await access.AuthorizeAsync(context, Vendor, project, file, FileGrant.Read);
        if (name is not { } blobName) return refused;
        return await FileDownload.AnswerAsync(context, blobs, blobName);
    }

    static async Task<IResult> BeginAsync(
        Guid project, string file, HttpContext context, IBlobs blobs, SignedAccess access, UrlSigner signer,
        StorageOptions options, PublicAddress address)
    {
        var (name, refused) = await access.AuthorizeAsync(context, Vendor, project, file, FileGrant.Write);
        if (name is not { } blobName) return refused;
        if (!string.Equals(context.Request.Headers["X-Goog-Resumable"], "start", StringComparison.OrdinalIgnoreCase))
            return ApiError.BadRequest("Send the header X-Goog-Resumable: start.");

        var upload = await blobs.BeginUploadAsync(blobName, isResumable: true, context.RequestAborted);
        var grant = new FileGrant(FileGrant.Resume, project, blobName.Path, upload)
        {
            Holder = SignedAccess.HolderOf(context.Request) ?? default, // it has been verified
        };
        var query = await signer.SignAsync(Vendor, grant, options.UploadLifetime, context.RequestAborted);
        return Results.Created(address.Base(context.Request) + PathOf(grant) + query, null);
    }

    static async Task<IResult> UploadAsync(
        Guid project, string file, string? upload, HttpContext context, IBlobs blobs, SignedAccess access,
        StorageOptions options)
    {
        var (name, refused) = await access.AuthorizeAsync(
            context, Vendor, project, file, FileGrant.Resume, upload ?? "");
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
            ? await AppendAsync(context, blobs, blobName, upload, first, range, options)
            : await blobs.UploadedAsync(blobName, upload, context.RequestAborted);
        if (stored is null || stored > range.Total)
            return ApiError.BadRequest("The upload is not known any more. Begin again with a new address.");
        if (stored < range.Total || range.Total is null) return Incomplete(context, stored.Value);

        return await blobs.CommitAsync(blobName, upload, context.RequestAborted)
            ? Results.Ok()
            : ApiError.BadRequest("The upload is not known any more. Begin again with a new address.");
    }

    static Task<long?> AppendAsync(
        HttpContext context, IBlobs blobs, BlobName name, string upload, long offset, UploadRange range,
        StorageOptions options)
    {
        // The client chooses the size of its chunks; they are streamed to the storage, whatever their size.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = options.FileBytesMax;
        return blobs.AppendAsync(
            name, upload, offset, context.Request.Body, range.Total - offset ?? range.Length, context.RequestAborted);
    }

    /// <summary>Sends the client the offset to continue from.</summary>
    static IResult Incomplete(HttpContext context, long stored)
    {
        if (stored > 0)
            context.Response.Headers.Range = string.Create(CultureInfo.InvariantCulture, $"bytes=0-{stored - 1}");
        return Results.StatusCode(StatusCodes.Status308PermanentRedirect);
    }
}
