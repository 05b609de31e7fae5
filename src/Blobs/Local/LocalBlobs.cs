using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NeptuneAlt.Model;

namespace NeptuneAlt.Blobs.Local;

/// <summary>
/// Files in a folder: <c>files/project/ab/abcd….checked</c>, named by the SHA-256 of the client's path, so that no path
/// can leave the folder, be too long or differ only in case; pieces of files likewise in <c>pieces</c>. An upload is a
/// file <c>uploads/project-hash-upload</c> whose length is what is stored of it. Files of older versions have no
/// extension and no checksums, and are served as they are.
/// </summary>
public sealed class LocalBlobs : IBlobs
{
    /// <summary>
    /// What uploads leave free on the disk, in bytes: more than the log's 512 MiB, so that files never stop it.
    /// </summary>
    public const long FreeBytesMinDefault = 768L << 20;

    internal const string CheckedExtension = ".checked";

    const string ClosingExtension = ".done";
    const int CopyBytes = 1 << 20;

    readonly string _files;
    readonly string _pieces;
    readonly string _uploads;
    readonly DiskRoom _room;

    /// <summary>By upload, the checksums of what came in since this process runs.</summary>
    readonly ConcurrentDictionary<string, PieceSums> _sums = new();

    /// <param name="folder">Made if it is not there. On one file system, so that an upload can be renamed.</param>
    /// <param name="freeBytesMin">What uploads leave free on its disk, in bytes.</param>
    public LocalBlobs(string folder, long freeBytesMin = FreeBytesMinDefault)
    {
        (_files, _pieces) = (KeptIn(folder)[0], KeptIn(folder)[1]);
        _uploads = Path.Combine(folder, "uploads");
        foreach (var part in new[] { _files, _pieces, _uploads }) Directory.CreateDirectory(part);
        _room = new DiskRoom(Path.GetFullPath(folder), freeBytesMin);
    }

    /// <summary>Where whole files and pieces lie.</summary>
    internal static string[] KeptIn(string folder) => [Path.Combine(folder, "files"), Path.Combine(folder, "pieces")];

    public Task<string> BeginUploadAsync(BlobName name, bool isResumable, CancellationToken cancellationToken) => Guard(() =>
    {
        _room.Reserve(0).Dispose();
        var upload = UploadId.New(isResumable);
        var path = UploadPath(name, upload)!; // a fresh id is a valid one
        using (new FileStream(path, FileMode.CreateNew)) FolderSync.Flush(_uploads);
        return upload;
    });

    public Task<long?> UploadedAsync(BlobName name, string upload, CancellationToken cancellationToken) =>
        Guard(() => UploadPath(name, upload) is { } path && new FileInfo(path) is { Exists: true } file
            ? file.Length
            : default(long?));

    public async Task<long?> AppendAsync(
        BlobName name, string upload, long offset, Stream content, long? expected, CancellationToken cancellationToken)
    {
        if (OpenUpload(name, upload, FileAccess.Write) is not { } file) return null;

        await using (file)
        {
            if (offset > file.Length) return file.Length;

            var skipped = file.Length - offset;
            var sums = SumsOf(file);
            try
            {
                using var room = _room.Reserve(Math.Max(0, (expected ?? 0) - skipped));
                file.Seek(0, SeekOrigin.End);
                await CopyAsync(content, skipped, file, sums, room, cancellationToken);
            }
            catch (BlobsFullException)
            {
                // Its client begins again: what came so far would only keep the disk full.
                Drop(file.Name);
                throw;
            }

            return file.Length;
        }
    }

    public async Task<bool> CommitAsync(BlobName name, string upload, CancellationToken cancellationToken)
    {
        if (OpenUpload(name, upload, FileAccess.ReadWrite) is not { } file) return false;

        await using (file)
        {
            var path = file.Name;
            var sums = await AllSumsAsync(file, cancellationToken);
            return await Guard(() =>
            {
                Commit(file, sums, name);
                _sums.TryRemove(path, out _);
                return true;
            });
        }
    }

    public Task AbortAsync(BlobName name, string upload, CancellationToken cancellationToken) => Guard(() =>
    {
        if (UploadPath(name, upload) is { } path) Drop(path);
        return true;
    });

    public Task<StoredBlob?> FindAsync(BlobName name, CancellationToken cancellationToken) => Guard<StoredBlob?>(() =>
    {
        if (OpenChecked(name) is { } found)
            using (found) return new StoredBlob(found.Length, found.Modified);

        return new FileInfo(FilePath(name)) is { Exists: true } old ? new StoredBlob(old.Length, old.LastWriteTimeUtc) : null;
    });

    public Task<Stream?> OpenAsync(BlobName name, long offset, long length, CancellationToken cancellationToken) =>
        Guard<Stream?>(() => OpenChecked(name) is { } found ? Read(found, offset, length) : OpenOld(name, offset, length));

    public Task<bool> DeleteAsync(BlobName name, CancellationToken cancellationToken) => Guard(() =>
    {
        var wasThere = false;
        foreach (var path in new[] { FilePath(name) + CheckedExtension, FilePath(name) }.Where(File.Exists))
        {
            File.Delete(path);
            wasThere = true;
        }

        return wasThere;
    });

    public Task DeleteProjectAsync(uint project, CancellationToken cancellationToken) => Guard(() =>
    {
        foreach (var part in new[] { _files, _pieces })
        {
            var folder = Path.Combine(part, project.ToString(CultureInfo.InvariantCulture));
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }

        return true;
    });

    public Task<int> DropIdleAsync(IdleSince since, CancellationToken cancellationToken) => Guard(() =>
    {
        var uploads = new DirectoryInfo(_uploads).EnumerateFiles().Where(file =>
            file.LastWriteTimeUtc < (UploadId.IsResumable(IdOf(file.Name)) ? since.Resumable : since.Whole).UtcDateTime);
        var pieces = new DirectoryInfo(_pieces).EnumerateFiles("*", SearchOption.AllDirectories)
            .Where(file => file.LastWriteTimeUtc < since.Piece.UtcDateTime);
        var idle = uploads.Concat(pieces).ToList();
        foreach (var file in idle) Drop(file.FullName);
        return idle.Count;
    });

    /// <summary>
    /// The upload gets another name before its checksums are put behind it: one that broke off in between is not taken
    /// for one that can be resumed.
    /// </summary>
    void Commit(FileStream file, PieceSums sums, BlobName name)
    {
        var target = FilePath(name);
        var folder = Path.GetDirectoryName(target)!; // it lies in a folder of ours
        var closing = file.Name + ClosingExtension;
        File.Move(file.Name, closing);
        file.Seek(0, SeekOrigin.End);
        file.Write(CheckedFile.Trailer(sums, name.Path));
        file.Flush(flushToDisk: true);
        if (!Directory.Exists(folder))
        {
            Directory.CreateDirectory(folder);
            FolderSync.Flush(Path.GetDirectoryName(folder)!);
            FolderSync.Flush(name.IsPiece ? _pieces : _files);
        }

        File.Move(closing, target + CheckedExtension, overwrite: true);
        File.Delete(target); // of an older version
        FolderSync.Flush(folder);
    }

    /// <summary>Appends what follows the skipped bytes; on the disk, even if the content breaks off.</summary>
    static async Task CopyAsync(
        Stream content, long skipped, FileStream file, PieceSums? sums, DiskRoom.Reservation room,
        CancellationToken cancellationToken)
    {
        var buffer = new byte[CopyBytes];
        try
        {
            while (await content.ReadAsync(buffer, cancellationToken) is var count and > 0)
            {
                var start = (int)Math.Min(skipped, count);
                skipped -= start;
                var bytes = buffer.AsMemory(start, count - start);
                room.Use(bytes.Length);
                await WriteAsync(file, bytes, cancellationToken);
                sums?.Append(bytes.Span);
            }
        }
        finally
        {
            Flush(file);
        }
    }

    /// <summary>The disk's errors are an outage; the content's, such as a lost connection, are the caller's.</summary>
    static async Task WriteAsync(FileStream file, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        try
        {
            await file.WriteAsync(bytes, cancellationToken);
        }
        catch (IOException exception)
        {
            throw Unavailable(exception);
        }
    }

    static void Flush(FileStream file)
    {
        try
        {
            file.Flush(flushToDisk: true);
        }
        catch (IOException exception)
        {
            throw Unavailable(exception);
        }
    }

    /// <summary>The checksums of what the upload has; <c>null</c> if another process began it, or a write went
    /// wrong.</summary>
    PieceSums? SumsOf(FileStream file)
    {
        var sums = file.Length == 0
            ? _sums.AddOrUpdate(file.Name, _ => new PieceSums(), (_, _) => new PieceSums())
            : _sums.GetValueOrDefault(file.Name);
        return sums?.Length == file.Length ? sums : null;
    }

    /// <summary>The checksums of all of the upload: of what came in, or else of what is on the disk.</summary>
    async Task<PieceSums> AllSumsAsync(FileStream file, CancellationToken cancellationToken)
    {
        if (SumsOf(file) is { } known) return known;

        var sums = new PieceSums();
        var buffer = new byte[CopyBytes];
        try
        {
            while (await file.ReadAsync(buffer, cancellationToken) is var count and > 0) sums.Append(buffer.AsSpan(0, count));
            return sums;
        }
        catch (IOException exception)
        {
            throw Unavailable(exception);
        }
    }

    void Drop(string path)
    {
        File.Delete(path);
        _sums.TryRemove(path, out _);
    }

    CheckedFile? OpenChecked(BlobName name)
    {
        try
        {
            return CheckedFile.Open(FilePath(name) + CheckedExtension);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    static CheckedStream Read(CheckedFile file, long offset, long length)
    {
        try
        {
            return new CheckedStream(file, offset, length);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    RangeStream? OpenOld(BlobName name, long offset, long length)
    {
        try
        {
            var file = new FileStream(
                FilePath(name), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete,
                bufferSize: 0, FileOptions.Asynchronous);
            return new RangeStream(file, offset, length);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Opens an upload for this call alone; <c>null</c> if there is none.</summary>
    FileStream? OpenUpload(BlobName name, string upload, FileAccess access)
    {
        if (UploadPath(name, upload) is not { } path) return null;

        try
        {
            return new FileStream(path, FileMode.Open, access, FileShare.None, bufferSize: 0, FileOptions.Asynchronous);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        catch (IOException exception) when (File.Exists(path))
        {
            throw new BlobUploadBusyException(exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unavailable(exception);
        }
    }

    static Task<T> Guard<T>(Func<T> work)
    {
        try
        {
            return Task.FromResult(work());
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Task.FromException<T>(Unavailable(exception));
        }
        catch (Exception exception) when (exception is BlobDamagedException or BlobsFullException)
        {
            return Task.FromException<T>(exception);
        }
    }

    static BlobsUnavailableException Unavailable(Exception exception) =>
        new($"The folder for files cannot be used: {exception.Message}", exception);

    string FilePath(BlobName name)
    {
        var hash = Hash(name.Path);
        return Path.Combine(
            name.IsPiece ? _pieces : _files, name.Project.ToString(CultureInfo.InvariantCulture), hash[..2], hash);
    }

    /// <returns><c>null</c> if that cannot be one of our uploads.</returns>
    string? UploadPath(BlobName name, string upload) => UploadId.Parse(upload) is { } id
        ? Path.Combine(_uploads, string.Create(CultureInfo.InvariantCulture, $"{name.Project}-{Hash(name.Path)}-{id}"))
        : null;

    /// <summary>The upload's name at the end of its file's.</summary>
    static string IdOf(string file) => file[(file.LastIndexOf('-') + 1)..];

    static string Hash(string path) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(path)));
}
