using System.Globalization;

namespace NeptuneAlt.Blobs.S3;

/// <summary>
/// The stored pieces of an upload: objects named by where in the file they begin, each written once. So there is no
/// record of the upload's progress to be kept in step with it, and two servers cannot write the same stretch.
/// </summary>
/// <param name="folder">Of the upload, with a slash at its end.</param>
sealed class S3Upload(S3Bucket bucket, string folder, IReadOnlyList<S3Upload.Piece> pieces)
{
    /// <summary>Bytes of a piece, at most; in memory while it is gathered.</summary>
    const int PieceBytes = 8 << 20;

    /// <summary>Tells that the upload has begun. Its name comes after those of pieces.</summary>
    const string Begun = "begun";

    public readonly record struct Piece(string Key, long Bytes);

    public IReadOnlyList<Piece> Pieces { get; } = pieces;

    public long Bytes => Pieces.Sum(piece => piece.Bytes);

    public static Task BeginAsync(S3Bucket bucket, string folder, CancellationToken cancellationToken) =>
        bucket.PutAsync(folder + Begun, ReadOnlyMemory<byte>.Empty, isNew: true, cancellationToken);

    /// <returns><c>null</c> if there is no such upload.</returns>
    public static async Task<S3Upload?> FindAsync(S3Bucket bucket, string folder, CancellationToken cancellationToken)
    {
        var objects = await bucket.ListAsync(folder, cancellationToken);
        if (!objects.Any(one => one.Key == folder + Begun)) return null;

        var pieces = new List<Piece>();
        var end = 0L;
        foreach (var one in objects.TakeWhile(one => one.Key == PieceKey(folder, end)))
        {
            pieces.Add(new Piece(one.Key, one.Size ?? 0));
            end += one.Size ?? 0;
        }

        return new S3Upload(bucket, folder, pieces);
    }

    /// <summary>Stores the content behind what is there.</summary>
    /// <param name="skipped">Bytes of the content that are stored already.</param>
    /// <returns>How many bytes are stored now.</returns>
    public async Task<long> AppendAsync(Stream content, long skipped, CancellationToken cancellationToken)
    {
        var (end, gathered, buffer) = (Bytes, 0, new byte[PieceBytes]);
        try
        {
            while (await content.ReadAsync(buffer.AsMemory(gathered), cancellationToken) is var count and > 0)
            {
                var old = (int)Math.Min(skipped, count);
                skipped -= old;
                if (old > 0) buffer.AsSpan(gathered + old, count - old).CopyTo(buffer.AsSpan(gathered));
                gathered += count - old;
                if (gathered == PieceBytes) await StoreAsync(cancellationToken);
            }
        }
        finally
        {
            // What came is kept, whatever broke the content off.
            await StoreAsync(CancellationToken.None);
        }

        return end;

        async Task StoreAsync(CancellationToken token)
        {
            if (gathered == 0) return;
            await bucket.PutAsync(PieceKey(folder, end), buffer.AsMemory(0, gathered), isNew: true, token);
            (end, gathered) = (end + gathered, 0);
        }
    }

    static string PieceKey(string folder, long start) => folder + start.ToString("D20", CultureInfo.InvariantCulture);
}
