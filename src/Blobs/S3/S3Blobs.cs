using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Amazon.S3.Model;

namespace NeptuneAlt.Blobs.S3;

/// <summary>
/// Files in a bucket, for several servers: <c>files/project/abcd…</c>, named by the SHA-256 of the client's path, so that
/// any text is a path. An upload is a folder <c>uploads/project-hash-upload/</c> of pieces, and becomes the file in one
/// step of the store's.
/// </summary>
/// <remarks>The store keeps checksums of what it has and checks them by itself, so nothing is added to its
/// objects. One server lets one call at a time write to an upload; of two servers, the later to store a piece fails.</remarks>
public sealed class S3Blobs(S3Address address) : IBlobs, IDisposable
{
    readonly S3Bucket _bucket = new(address);
    readonly ConcurrentDictionary<string, byte> _busy = new();

    /// <summary>Whether the bucket is there and may be used.</summary>
    /// <exception cref="BlobsUnavailableException">It is not; the message says why.</exception>
    public Task CheckAsync(CancellationToken cancellationToken) => _bucket.CheckAsync(cancellationToken);

    public void Dispose() => _bucket.Dispose();

    public async Task<string> BeginUploadAsync(BlobName name, bool isResumable, CancellationToken cancellationToken)
    {
        var upload = UploadId.New(isResumable);
        await S3Upload.BeginAsync(_bucket, UploadFolder(name, upload)!, cancellationToken); // a fresh id is a valid one
        return upload;
    }

    public async Task<long?> UploadedAsync(BlobName name, string upload, CancellationToken cancellationToken) =>
        UploadFolder(name, upload) is { } folder
            ? (await S3Upload.FindAsync(_bucket, folder, cancellationToken))?.Bytes
            : null;

    public Task<long?> AppendAsync(
        BlobName name, string upload, long offset, Stream content, long? expected, CancellationToken cancellationToken) =>
        AloneAsync<long?>(name, upload, null, async (_, found) => offset > found.Bytes
            ? found.Bytes
            : await found.AppendAsync(content, found.Bytes - offset, cancellationToken), cancellationToken);

    public Task<bool> CommitAsync(BlobName name, string upload, CancellationToken cancellationToken) =>
        AloneAsync(name, upload, false, async (folder, found) =>
        {
            await S3Assembly.MakeAsync(_bucket, found, FileKey(name), cancellationToken);
            await DropAsync(folder, cancellationToken);
            return true;
        }, cancellationToken);

    public Task AbortAsync(BlobName name, string upload, CancellationToken cancellationToken) =>
        UploadFolder(name, upload) is { } folder ? DropAsync(folder, cancellationToken) : Task.CompletedTask;

    public Task<StoredBlob?> FindAsync(BlobName name, CancellationToken cancellationToken) =>
        _bucket.FindAsync(FileKey(name), cancellationToken);

    public async Task<Stream?> OpenAsync(BlobName name, long offset, long length, CancellationToken cancellationToken)
    {
        if (await FindAsync(name, cancellationToken) is not { } file) return null;

        var end = offset + Math.Min(length, Math.Max(0, file.Size - offset));
        return end <= offset ? Stream.Null : await _bucket.OpenAsync(FileKey(name), offset, end - 1, cancellationToken);
    }

    public async Task<bool> DeleteAsync(BlobName name, CancellationToken cancellationToken)
    {
        if (await FindAsync(name, cancellationToken) is null) return false;

        await _bucket.DeleteAsync([FileKey(name)], cancellationToken);
        return true;
    }

    public async Task DeleteProjectAsync(uint project, CancellationToken cancellationToken)
    {
        await DropAsync(string.Create(CultureInfo.InvariantCulture, $"files/{project}/"), cancellationToken);
        await DropAsync(string.Create(CultureInfo.InvariantCulture, $"pieces/{project}/"), cancellationToken);
    }

    public async Task<int> DropIdleAsync(IdleSince since, CancellationToken cancellationToken)
    {
        var uploads = (await _bucket.ListAsync("uploads/", cancellationToken))
            .GroupBy(one => one.Key[..one.Key.LastIndexOf('/')])
            .Where(upload => upload.Max(Modified)
                < (UploadId.IsResumable(upload.Key[(upload.Key.LastIndexOf('-') + 1)..]) ? since.Resumable : since.Whole))
            .ToList();
        var pieces = (await _bucket.ListAsync("pieces/", cancellationToken)).Where(one => Modified(one) < since.Piece)
            .Select(one => one.Key).ToList();
        await _bucket.DeleteAsync(uploads.SelectMany(upload => upload.Select(one => one.Key)).Concat(pieces), cancellationToken);
        return uploads.Count + pieces.Count;

        static DateTimeOffset Modified(S3Object one) => (one.LastModified ?? DateTime.UnixEpoch).ToUniversalTime();
    }

    /// <summary>Does something with an upload that nobody else on this server does anything with.</summary>
    async Task<T> AloneAsync<T>(
        BlobName name, string upload, T missing, Func<string, S3Upload, Task<T>> work, CancellationToken cancellationToken)
    {
        if (UploadFolder(name, upload) is not { } folder) return missing;
        if (!_busy.TryAdd(folder, 0)) throw new BlobUploadBusyException();

        try
        {
            return await S3Upload.FindAsync(_bucket, folder, cancellationToken) is { } found
                ? await work(folder, found)
                : missing;
        }
        finally
        {
            _busy.TryRemove(folder, out _);
        }
    }

    async Task DropAsync(string folder, CancellationToken cancellationToken) => await _bucket.DeleteAsync(
        (await _bucket.ListAsync(folder, cancellationToken)).Select(one => one.Key), cancellationToken);

    static string FileKey(BlobName name) => string.Create(
        CultureInfo.InvariantCulture, $"{(name.IsPiece ? "pieces" : "files")}/{name.Project}/{Hash(name.Path)}");

    /// <returns><c>null</c> if that cannot be one of our uploads.</returns>
    static string? UploadFolder(BlobName name, string upload) => UploadId.Parse(upload) is { } id
        ? string.Create(CultureInfo.InvariantCulture, $"uploads/{name.Project}-{Hash(name.Path)}-{id}/")
        : null;

    static string Hash(string path) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(path)));
}
