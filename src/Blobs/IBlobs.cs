namespace NeptuneAlt.Blobs;

/// <summary>
/// Uploaded files. A file is written by an upload that can be resumed, and is seen by readers, whole, once the upload
/// is committed; until then they see what was there before.
/// </summary>
/// <remarks>All calls throw <see cref="BlobsUnavailableException"/> when the storage does not answer.</remarks>
public interface IBlobs
{
    /// <summary>Begins an upload of a file of that name; several may run at once, and the last commit wins.</summary>
    /// <returns>Names the upload, together with the file: letters, digits, <c>-</c> and <c>_</c>.</returns>
    Task<string> BeginUploadAsync(BlobName name, CancellationToken cancellationToken);

    /// <summary>How many bytes of the upload are stored; <c>null</c> if there is no such upload.</summary>
    Task<long?> UploadedAsync(BlobName name, string upload, CancellationToken cancellationToken);

    /// <summary>
    /// Stores the content at that offset. What was stored of it before is not written again. If the offset is beyond
    /// what is stored, nothing is read. If the content breaks off, what came of it is kept.
    /// </summary>
    /// <param name="content">Read to its end; stays the caller's.</param>
    /// <returns>How many bytes are stored now, durably; <c>null</c> if there is no such upload.</returns>
    /// <exception cref="BlobUploadBusyException">Another call appends to this upload.</exception>
    Task<long?> AppendAsync(
        BlobName name, string upload, long offset, Stream content, CancellationToken cancellationToken);

    /// <summary>Makes what is stored of the upload the file of that name, durably, and ends the upload.</summary>
    /// <returns>Whether there was such an upload.</returns>
    /// <exception cref="BlobUploadBusyException">A call appends to this upload.</exception>
    Task<bool> CommitAsync(BlobName name, string upload, CancellationToken cancellationToken);

    /// <summary>Drops an upload, if it is there.</summary>
    Task AbortAsync(BlobName name, string upload, CancellationToken cancellationToken);

    /// <summary>What is stored under that name; <c>null</c> if there is no such file.</summary>
    Task<StoredBlob?> FindAsync(BlobName name, CancellationToken cancellationToken);

    /// <summary>The bytes from <paramref name="offset"/> on, <paramref name="length"/> of them or as many as there
    /// are; <c>null</c> if there is no such file. The stream is the caller's to dispose of.</summary>
    Task<Stream?> OpenAsync(BlobName name, long offset, long length, CancellationToken cancellationToken);

    /// <returns>Whether there was such a file.</returns>
    Task<bool> DeleteAsync(BlobName name, CancellationToken cancellationToken);

    /// <summary>Drops all files of a project.</summary>
    Task DeleteProjectAsync(uint project, CancellationToken cancellationToken);

    /// <summary>Drops the uploads that nobody has appended to since then.</summary>
    /// <returns>How many.</returns>
    Task<int> DropUploadsAsync(DateTimeOffset idleSince, CancellationToken cancellationToken);
}

/// <summary>A file of a project, by the path that the client gave it. Any text is a path.</summary>
/// <param name="Project">The project's number.</param>
public readonly record struct BlobName(uint Project, string Path);

/// <param name="Size">In bytes.</param>
/// <param name="Modified">When it was committed, or its last byte stored.</param>
public readonly record struct StoredBlob(long Size, DateTimeOffset Modified);

/// <summary>The storage does not answer, is full, or answered with an error that may pass.</summary>
public sealed class BlobsUnavailableException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Two calls appended to one upload at the same time; this one did nothing.</summary>
public sealed class BlobUploadBusyException(Exception? inner = null)
    : Exception("Another request writes to this upload.", inner);
