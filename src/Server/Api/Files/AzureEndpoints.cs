using System.Globalization;
using Microsoft.AspNetCore.Http.Features;
using NeptuneAlt.Blobs;

namespace NeptuneAlt.Server.Api.Files;

/// <summary>
/// Files in the protocol of Azure's block blobs, as far as its SDK uses it for one file: the only one that the older
/// clients speak. See https://learn.microsoft.com/rest/api/storageservices/blob-service-rest-api.
/// </summary>
static class AzureEndpoints
{
    const string Route = "/storage/{project:guid}/{file}";

    public static void MapAzureStorage(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods(Route, ["GET", "HEAD"], DownloadAsync).AllowAnonymous();
        routes.MapPut(Route, PutAsync).AllowAnonymous().ReadsItsBody();
    }

    /// <summary>An account, a container and a blob, whichever way the SDK takes the path apart.</summary>
    public static string PathOf(FileGrant grant) => $"/storage/{grant.Project}/{grant.PathSegment}";

    static async Task<IResult> DownloadAsync(
        Guid project, string file, HttpContext context, IBlobs blobs, AzureAccess access)
    {
        WriteCommonHeaders(context);
        var (name, refused) = await access.AuthorizeAsync(context, project, file, FileGrant.Read);
        if (name is not { } blobName) return refused;
        if (await blobs.FindAsync(blobName, context.RequestAborted) is not { } blob)
            return AzureError.BlobNotFound.ToResult(context);

        var headers = context.Request.Headers;
        var condition = headers.IfMatch.ToString();
        if (condition.Length > 0 && condition != "*" && condition != FileDownload.ETag(blob))
            return AzureError.ConditionNotMet.ToResult(context);

        var asked = headers["x-ms-range"] is { Count: > 0 } azure ? azure.ToString() : headers.Range.ToString();
        var (satisfiable, range) = FileDownload.Parse(asked, blob.Size);
        if (!satisfiable)
        {
            context.Response.Headers.ContentRange =
                string.Create(CultureInfo.InvariantCulture, $"bytes */{blob.Size}");
            return AzureError.InvalidRange.ToResult(context);
        }

        context.Response.Headers["x-ms-blob-type"] = "BlockBlob";
        await FileDownload.SendAsync(context, blobs, blobName, blob, range);
        return Results.Empty;
    }

    static async Task<IResult> PutAsync(
        Guid project, string file, string? comp, string? blockid, HttpContext context, IBlobs blobs,
        AzureAccess access, StorageOptions options)
    {
        WriteCommonHeaders(context);
        var (name, refused) = await access.AuthorizeAsync(context, project, file, FileGrant.Write);
        if (name is not { } blobName) return refused;
        if (context.Request.ContentLength is not { } length) return AzureError.MissingContentLength.ToResult(context);
        if (length > options.FileBytesMax) return AzureError.RequestBodyTooLarge.ToResult(context);

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = options.FileBytesMax;
        switch (comp)
        {
            case null:
                await BlobBlocks.StoreAsync(context, blobs, blobName);
                return await CreatedAsync(context, blobs, blobName);
            case "block" when blockid is { Length: > 0 }:
                await BlobBlocks.StoreAsync(context, blobs, BlobBlocks.NameOf(blobName, blockid));
                return Results.StatusCode(StatusCodes.Status201Created);
            case "blocklist":
                return await AzureBlockList.ReadAsync(context.Request.Body, context.RequestAborted) is { } blocks
                    && await BlobBlocks.JoinAsync(blobs, blobName, blocks, options, context.RequestAborted)
                    ? await CreatedAsync(context, blobs, blobName)
                    : AzureError.InvalidBlockList.ToResult(context);
            default:
                return AzureError.InvalidQuery.ToResult(context);
        }
    }

    static async Task<IResult> CreatedAsync(HttpContext context, IBlobs blobs, BlobName name)
    {
        if (await blobs.FindAsync(name, context.RequestAborted) is { } blob)
        {
            context.Response.Headers.ETag = FileDownload.ETag(blob);
            context.Response.Headers.LastModified = blob.Modified.ToString("R", CultureInfo.InvariantCulture);
        }

        context.Response.Headers["x-ms-request-server-encrypted"] = "false";
        return Results.StatusCode(StatusCodes.Status201Created);
    }

    static void WriteCommonHeaders(HttpContext context)
    {
        context.Response.Headers["x-ms-version"] = "2022-11-02";
        context.Response.Headers["x-ms-request-id"] = context.TraceIdentifier;
    }
}
