using NeptuneAlt.Model;

namespace NeptuneAlt.Blobs;

/// <summary>
/// Uploaded files. A file is written by an upload that can be resumed, and is seen by readers, whole, once the upload
/// is committed; until then they see what was there before.
/// </summary>
/// <remarks>All calls throw <see cref="BlobsUnavailableException"/> when the storage does not answer.</remarks>
public interface IBlobs
{
    /// <summary>Begins an upload of a file of that name; several may run at once, and the last commit wins.</summary>
    /// <param name="isResumable">Its client goes on with it after it broke off; else it is cleaned away sooner.</param>
    /// <returns>Names the upload, together with the file: letters and digits.</returns>
    /// <exception cref="BlobsFullException">There is no room for files.</exception>
    Task<string> BeginUploadAsync(BlobName name, bool isResumable, CancellationToken cancellationToken);

    /// <summary>How many bytes of the upload are stored; <c>null</c> if there is no such upload.</summary>
    Task<long?> UploadedAsync(BlobName name, string upload, CancellationToken cancellationToken);

    /// <summary>
    /// Stores the content at that offset. What was stored of it before is not written again. If the offset is beyond
    /// what is stored, nothing is read. If the content breaks off, what came of it is kept.
    /// </summary>
    /// <param name="content">Read to its end; stays the caller's.</param>
    /// <param name="expected">How many bytes the file has from the offset on, in this call and later ones: they are refused
    /// before any is read if there is no room for all. <c>null</c> if that is not known.</param>
    /// <returns>How many bytes are stored now, durably; <c>null</c> if there is no such upload.</returns>
    /// <exception cref="BlobUploadBusyException">Another call appends to this upload.</exception>
    /// <exception cref="BlobsFullException">There is no room; the upload is dropped.</exception>
    Task<long?> AppendAsync(
        BlobName name, string upload, long offset, Stream content, long? expected, CancellationToken cancellationToken);

    /// <summary>Makes what is stored of the upload the file of that name, durably, and ends the upload.</summary>
    /// <returns>Whether there was such an upload.</returns>
    /// <exception cref="BlobUploadBusyException">A call appends to this upload.</exception>
    Task<bool> CommitAsync(BlobName name, string upload, CancellationToken cancellationToken);

    /// <summary>Drops an upload, if it is there.</summary>
    Task AbortAsync(BlobName name, string upload, CancellationToken cancellationToken);

    /// <summary>What is stored under that name; <c>null</c> if there is no such file.</summary>
    /// <exception cref="BlobDamagedException">It is not as long as it was.</exception>
    Task<StoredBlob?> FindAsync(BlobName name, CancellationToken cancellationToken);

    /// <summary>The bytes from <paramref name="offset"/> on, <paramref name="length"/> of them or as many as there
    /// are; <c>null</c> if there is no such file. The stream is the caller's to dispose of; it gives no byte that is known to be
    /// another than was uploaded.</summary>
    /// <exception cref="BlobDamagedException">From this call, or from reading the stream: the file has changed.</exception>
    Task<Stream?> OpenAsync(BlobName name, long offset, long length, CancellationToken cancellationToken);

    /// <returns>Whether there was such a file.</returns>
    Task<bool> DeleteAsync(BlobName name, CancellationToken cancellationToken);

    /// <summary>Drops all files of a project.</summary>
    Task DeleteProjectAsync(uint project, CancellationToken cancellationToken);

    /// <summary>Drops the uploads and pieces that nobody has gone on with.</summary>
    /// <returns>How many.</returns>
    Task<int> DropIdleAsync(IdleSince since, CancellationToken cancellationToken);
}

/// <summary>A file of a project, by the path that the client gave it. Any text is a path.</summary>
/// <param name="Project">The project's number.</param>
/// <param name="IsPiece">A piece of a file that is still coming in, kept apart from files.</param>
public readonly record struct BlobName(uint Project, string Path, bool IsPiece = false);

/// <summary>What was last written before these times is dropped.</summary>
/// <param name="Resumable">Uploads that may be resumed.</param>
/// <param name="Whole">Uploads that may not.</param>
/// <param name="Piece">Pieces that wait to be joined.</param>
public readonly record struct IdleSince(DateTimeOffset Resumable, DateTimeOffset Whole, DateTimeOffset Piece);

/// <param name="Size">In bytes.</param>
/// <param name="Modified">When it was committed, or its last byte stored.</param>
public readonly record struct StoredBlob(long Size, DateTimeOffset Modified);

/// <summary>The storage does not answer, is full, or answered with an error that may pass.</summary>
public sealed class BlobsUnavailableException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>There is no room for what comes in. The message says what to do.</summary>
public sealed class BlobsFullException(string message) : Exception(message);

/// <summary>A stored file is not what was uploaded.</summary>
public sealed class BlobDamagedException(Damage damage) : Exception(damage.ToString())
{
    public Damage Damage { get; } = damage;
}

/// <summary>Two calls appended to one upload at the same time; this one did nothing.</summary>
public sealed class BlobUploadBusyException(Exception? inner = null)
    : Exception("Another request writes to this upload.", inner);
