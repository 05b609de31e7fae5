using Amazon.S3.Model;

namespace NeptuneAlt.Blobs.S3;

/// <summary>
/// Makes one object of the pieces of an upload. Pieces that are large enough are copied inside the store; small ones,
/// which S3 takes as no part but the last, pass through here.
/// </summary>
static class S3Assembly
{
    const long PartBytesMin = 5 << 20; // S3's own limits
    const int PartsMax = 10_000;

    public static async Task MakeAsync(
        S3Bucket bucket, S3Upload upload, string target, CancellationToken cancellationToken)
    {
        var pieces = upload.Pieces;
        if (pieces.Count == 0)
            await bucket.PutAsync(target, ReadOnlyMemory<byte>.Empty, isNew: false, cancellationToken);
        else if (pieces.Count == 1)
            await bucket.CopyAsync(pieces[0].Key, target, cancellationToken);
        else if (upload.Bytes <= PartBytesMin)
            await bucket.PutAsync(target, await GatherAsync(bucket, pieces, cancellationToken), isNew: false, cancellationToken);
        else
            await JoinAsync(bucket, upload, target, cancellationToken);
    }

    static async Task<ReadOnlyMemory<byte>> GatherAsync(
        S3Bucket bucket, IEnumerable<S3Upload.Piece> pieces, CancellationToken cancellationToken)
    {
        var buffer = new MemoryStream();
        foreach (var piece in pieces) await bucket.ReadAsync(piece.Key, buffer, cancellationToken);
        return buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
    }

    static async Task JoinAsync(S3Bucket bucket, S3Upload upload, string target, CancellationToken cancellationToken)
    {
        var id = await bucket.BeginAsync(target, cancellationToken);
        try
        {
            var parts = new List<PartETag>();
            foreach (var part in Parts(upload.Pieces, Math.Max(PartBytesMin, upload.Bytes / PartsMax + 1)))
            {
                var number = parts.Count + 1;
                parts.Add(part.Count == 1
                    ? await bucket.CopyPartAsync(part[0].Key, target, id, number, cancellationToken)
                    : await bucket.PutPartAsync(
                        await GatherAsync(bucket, part, cancellationToken), target, id, number, cancellationToken));
            }

            await bucket.EndAsync(target, id, parts, cancellationToken);
        }
        catch
        {
            await bucket.CancelAsync(target, id, CancellationToken.None);
            throw;
        }
    }

    /// <summary>Neighbors, together of that size at least; the last ones may be less.</summary>
    internal static IEnumerable<List<S3Upload.Piece>> Parts(IEnumerable<S3Upload.Piece> pieces, long bytesMin)
    {
        var part = new List<S3Upload.Piece>();
        var bytes = 0L;
        foreach (var piece in pieces)
        {
            part.Add(piece);
            bytes += piece.Bytes;
            if (bytes < bytesMin) continue;
            yield return part;
            (part, bytes) = ([], 0);
        }

        if (part.Count > 0) yield return part;
    }
}
