using System.Security.Cryptography;
using System.Text;
using NeptuneAlt.Blobs;

namespace NeptuneAlt.Server.Api.Files;

/// <summary>
/// Uploads as a whole or in pieces, in any order or all at once. An upload that breaks off starts again, so its pieces
/// are not kept.
/// </summary>
static class BlobBlocks
{
    /// <summary>Stores a whole file, or a piece of one, from the body of the request.</summary>
    public static async Task StoreAsync(HttpContext context, IBlobs blobs, BlobName name)
    {
        var upload = await blobs.BeginUploadAsync(name, isResumable: false, context.RequestAborted);
        try
        {
            await blobs.AppendAsync(
                name, upload, 0, context.Request.Body, context.Request.ContentLength, context.RequestAborted);
            if (!await blobs.CommitAsync(name, upload, context.RequestAborted))
                throw new BlobsUnavailableException("The upload was dropped before it was whole.");
        }
        catch
        {
            await blobs.AbortAsync(name, upload, CancellationToken.None);
            throw;
        }
    }

    /// <summary>Makes one file of the pieces, in the order of the list.</summary>
    /// <returns>Whether all were there, and together no larger than a file may be.</returns>
    public static async Task<bool> JoinAsync(
        IBlobs blobs, BlobName name, IReadOnlyList<string> blocks, StorageOptions options,
        CancellationToken cancellationToken)
    {
        var total = 0L;
        foreach (var block in blocks)
        {
            if (await blobs.FindAsync(NameOf(name, block), cancellationToken) is not { } piece) return false;
            total += piece.Size;
            if (total > options.FileBytesMax) return false;
        }

        var upload = await blobs.BeginUploadAsync(name, isResumable: false, cancellationToken);
        try
        {
            if (!await AppendAllAsync(blobs, name, upload, blocks, total, cancellationToken)
                || !await blobs.CommitAsync(name, upload, cancellationToken))
            {
                await blobs.AbortAsync(name, upload, cancellationToken);
                return false;
            }
        }
        catch
        {
            await blobs.AbortAsync(name, upload, CancellationToken.None);
            throw;
        }

        foreach (var block in blocks.Distinct()) await blobs.DeleteAsync(NameOf(name, block), cancellationToken);
        return true;
    }

    /// <returns>Whether all pieces were still there, each as long as it was.</returns>
    static async Task<bool> AppendAllAsync(
        IBlobs blobs, BlobName name, string upload, IReadOnlyList<string> blocks, long total,
        CancellationToken cancellationToken)
    {
        var size = 0L;
        foreach (var block in blocks)
        {
            await using var content = await blobs.OpenAsync(NameOf(name, block), 0, long.MaxValue, cancellationToken);
            if (content is null) return false;
            if (await blobs.AppendAsync(name, upload, size, content, total - size, cancellationToken) is not { } stored)
                return false;
            size = stored;
        }

        return size == total;
    }

    /// <summary>The place of a piece until the upload is complete.</summary>
    public static BlobName NameOf(BlobName name, string block) => name with
    {
        // No block's name can end early in it, and paths have no zero characters.
        Path = $"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(block)))}\0{name.Path}",
        IsPiece = true,
    };
}
