using System.Globalization;
using Microsoft.Net.Http.Headers;
using NeptuneAlt.Blobs;
using NeptuneAlt.Server.Observability;

namespace NeptuneAlt.Server.Api.Files;

/// <summary>Sends a file, or a stretch of it, as something to save: a browser must not take it for a page of ours.
/// </summary>
static class FileDownload
{
    const int CopyBytes = 256 << 10;

    /// <summary>Sends the file as plain HTTP: all of it, or the range that is asked for.</summary>
    public static async Task<IResult> AnswerAsync(HttpContext context, IBlobs blobs, BlobName name)
    {
        if (await blobs.FindAsync(name, context.RequestAborted) is not { } blob)
            return ApiError.NotFound("There is no such file.");

        var (satisfiable, range) = Parse(context.Request.Headers.Range.ToString(), blob.Size);
        if (!satisfiable)
        {
            context.Response.Headers.ContentRange =
                string.Create(CultureInfo.InvariantCulture, $"bytes */{blob.Size}");
            return Results.StatusCode(StatusCodes.Status416RangeNotSatisfiable);
        }

        await SendAsync(context, blobs, name, blob, range);
        return Results.Empty;
    }

    /// <param name="range">First and last byte asked for; <c>null</c> for all.</param>
    public static async Task SendAsync(
        HttpContext context, IBlobs blobs, BlobName name, StoredBlob blob, (long First, long Last)? range)
    {
        var (first, last) = range ?? (0, blob.Size - 1);
        var response = context.Response;
        WriteHeaders(response, name.Path, blob);
        response.ContentLength = last - first + 1;
        if (range is not null)
        {
            response.StatusCode = StatusCodes.Status206PartialContent;
            response.Headers.ContentRange =
                string.Create(CultureInfo.InvariantCulture, $"bytes {first}-{last}/{blob.Size}");
        }

        if (HttpMethods.IsHead(context.Request.Method)) return;

        await using var content = await blobs.OpenAsync(name, first, last - first + 1, context.RequestAborted)
            ?? throw new BlobsUnavailableException("The file was deleted while it was asked for.");
        try
        {
            await content.CopyToAsync(response.Body, CopyBytes, context.RequestAborted);
        }
        catch (BlobDamagedException damaged) when (response.HasStarted)
        {
            // Too late for another answer: a connection that breaks off is no whole file to anybody.
            context.RequestServices.GetRequiredService<DamageBoard>().Add(damaged.Damage);
            context.Abort();
        }
    }

    /// <summary>The one range of a Range header; several are answered with all, as HTTP allows.</summary>
    /// <returns>Whether it can be satisfied, and the range.</returns>
    public static (bool Satisfiable, (long First, long Last)? Range) Parse(string header, long size)
    {
        if (!RangeHeaderValue.TryParse(header, out var parsed) || parsed.Unit != "bytes" || parsed.Ranges.Count != 1)
            return (true, null);

        var range = parsed.Ranges.Single();
        var first = range.From ?? Math.Max(0, size - (range.To ?? 0));
        var last = range.From is null ? size - 1 : Math.Min(range.To ?? long.MaxValue, size - 1);
        return first <= last ? (true, (first, last)) : (false, null);
    }

    static void WriteHeaders(HttpResponse response, string path, StoredBlob blob)
    {
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(path[(path.LastIndexOf('/') + 1)..]);
        response.ContentType = ContentTypes.Of(path);
        response.Headers.ContentDisposition = disposition.ToString();
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        response.Headers.CacheControl = "private, no-cache";
        response.Headers.AcceptRanges = "bytes";
        response.Headers.ETag = ETag(blob);
        response.Headers.LastModified = blob.Modified.ToString("R", CultureInfo.InvariantCulture);
    }

    public static string ETag(StoredBlob blob) =>
        string.Create(CultureInfo.InvariantCulture, $"\"{blob.Modified.UtcTicks:x}-{blob.Size:x}\"");
}
