using System.Security.Cryptography;
using System.Text;
using NeptuneAlt.Blobs;

namespace NeptuneAlt.Server.Api.StorageBridge;

/// <summary>Files that come in pieces, in any order or all at once. A piece waits as a file of its own, under a name that
/// no client can give to one of its files.</summary>
static class BlobBlocks
{
    /// <summary>Stores a whole file, or a piece of one, from the body of the request.</summary>
    public static async Task StoreAsync(HttpContext context, IBlobs blobs, BlobName name)
    {
        var upload = await blobs.BeginUploadAsync(name, context.RequestAborted);
        await blobs.AppendAsync(name, upload, 0, context.Request.Body, context.RequestAborted);
        await blobs.CommitAsync(name, upload, context.RequestAborted);
    }

    /// <summary>Makes one file of the pieces, in the order of the list.</summary>
    /// <returns>Whether all were there, and together no larger than a file may be.</returns>
    public static async Task<bool> JoinAsync(
        IBlobs blobs, BlobName name, IReadOnlyList<string> blocks, StorageOptions options,
        CancellationToken cancellationToken)
    {
        var upload = await blobs.BeginUploadAsync(name, cancellationToken);
        var size = 0L;
        foreach (var block in blocks)
        {
            await using var content =
                await blobs.OpenAsync(NameOf(name, block), 0, long.MaxValue, cancellationToken);
            size = content is null
                ? long.MaxValue
                : await blobs.AppendAsync(name, upload, size, content, cancellationToken) ?? long.MaxValue;
            if (size <= options.FileBytesMax) continue;

            await blobs.AbortAsync(name, upload, cancellationToken);
            return false;
        }

        if (!await blobs.CommitAsync(name, upload, cancellationToken)) return false;
        foreach (var block in blocks.Distinct()) await blobs.DeleteAsync(NameOf(name, block), cancellationToken);
        return true;
    }

    /// <summary>Where a piece waits.</summary>
    public static BlobName NameOf(BlobName name, string block) => name with
    {
        Path = $"\0block\0{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(block)))}\0{name.Path}",
    };
}
