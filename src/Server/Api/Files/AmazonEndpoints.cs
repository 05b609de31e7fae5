using System.Globalization;
using Microsoft.AspNetCore.Http.Features;
using NeptuneAlt.Blobs;
using NeptuneAlt.Catalog;

namespace NeptuneAlt.Server.Api.Files;

/// <summary>
/// Files in the protocol of Amazon's presigned addresses: one PUT for a file, or one for each of its parts, all at
/// once, and a call that joins them. See
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html. What does not hold is answered
/// with 400, upon which the clients ask for a new address.
/// </summary>
static class AmazonEndpoints
{
    /// <summary>In the names of query parameters.</summary>
    public const string Vendor = "Amz";

    /// <summary>Most parts of a file: Amazon's own limit.</summary>
    public const int PartsMax = 10_000;

    const string Route = "/storage/s3/{project:guid}/{file}";

    public static void MapAmazonStorage(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods(Route, ["GET", "HEAD"], DownloadAsync).AllowAnonymous();
        routes.MapPut(Route, PutAsync).AllowAnonymous().ReadsItsBody();
        routes.MapPost(SignedUrlEndpoints.Root + "/s3/completeMultipartUpload", CompleteAsync);
    }

    public static string PathOf(FileGrant grant) => $"/storage/s3/{grant.Project}/{grant.PathSegment}";

    /// <summary>The name of one part of an upload.</summary>
    public static string PartOf(string upload, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{upload}.{number}");

    static async Task<IResult> DownloadAsync(
        Guid project, string file, HttpContext context, IBlobs blobs, SignedAccess access)
    {
        var (name, refused) = await access.AuthorizeAsync(context, Vendor, project, file, FileGrant.Read);
        return name is { } blobName ? await FileDownload.AnswerAsync(context, blobs, blobName) : refused;
    }

    static async Task<IResult> PutAsync(
        Guid project, string file, string? upload, HttpContext context, IBlobs blobs, SignedAccess access,
        StorageOptions options)
    {
        var use = upload is null ? FileGrant.Write : FileGrant.Resume;
        var (name, refused) = await access.AuthorizeAsync(context, Vendor, project, file, use, upload ?? "");
        if (name is not { } blobName) return refused;
        if (context.Request.ContentLength is not { } length)
            return new ApiError(
                StatusCodes.Status411LengthRequired, "BAD_REQUEST", "Send the Content-Length.").ToResult();
        if (length > options.FileBytesMax)
            return new ApiError(
                StatusCodes.Status413PayloadTooLarge, "LIMIT_EXCEEDED",
                $"A file has {options.FileBytesMax} bytes at most on this server.").ToResult();

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = options.FileBytesMax;
        var target = upload is null ? blobName : BlobBlocks.NameOf(blobName, upload);
        await BlobBlocks.StoreAsync(context, blobs, target);
        if (await blobs.FindAsync(target, context.RequestAborted) is { } blob)
            context.Response.Headers.ETag = FileDownload.ETag(blob);
        return Results.Ok();
    }

    static async Task<IResult> CompleteAsync(
        CompleteMultipartRequest request, HttpContext context, CatalogProjects projects, IBlobs blobs, StorageOptions options)
    {
        if (request is not { ProjectIdentifier: { } identifier, Path: { Length: > 0 } path, UploadId: { } upload })
            return ApiError.BadRequest("A completion needs project_identifier, path, upload_id and parts.");
        if (FileGrant.ProblemOf(path) is { } problem) return ApiError.BadRequest(problem);
        if (await projects.FindAsync(identifier, context.RequestAborted) is not { } project)
            return ApiError.ProjectInaccessible(identifier);

        UploadedPart[] parts = [.. (request.Parts ?? []).OfType<UploadedPart>().OrderBy(part => part.PartNumber)];
        if (parts.Length is 0 or > PartsMax || parts.Index().Any(part => part.Item.PartNumber != part.Index + 1))
            return ApiError.BadRequest($"'parts' are numbered from 1 on without gaps, {PartsMax} at most.");

        var name = new BlobName(project.Number, path);
        foreach (var part in parts)
        {
            var stored = await blobs.FindAsync(
                BlobBlocks.NameOf(name, PartOf(upload, part.PartNumber)), context.RequestAborted);
            if (stored is { } blob && part.Etag?.Trim('"') == FileDownload.ETag(blob).Trim('"')) continue;

            return ApiError.BadRequest(
                $"Part {part.PartNumber} of this upload is not there, or has another etag. Begin the upload again.");
        }

        return await BlobBlocks.JoinAsync(
            blobs, name, [.. parts.Select(part => PartOf(upload, part.PartNumber))], options, context.RequestAborted)
            ? Results.NoContent()
            : ApiError.BadRequest("The parts make too large a file, or were used meanwhile. Begin the upload again.");
    }
}
