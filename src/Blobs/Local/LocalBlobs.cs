using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace NeptuneAlt.Blobs.Local;

/// <summary>
/// Files in a folder: <c>files/project/ab/abcd…</c>, named by the SHA-256 of the client's path, so that no path can
/// leave the folder, be too long or differ only in case. An upload is a file <c>uploads/project-hash-upload</c> whose
/// length is what is stored of it.
/// </summary>
public sealed class LocalBlobs : IBlobs
{
    const int CopyBytes = 1 << 20;

    readonly string _files;
    readonly string _uploads;

    /// <param name="folder">Made if it is not there. On one file system, so that an upload can be renamed.</param>
    public LocalBlobs(string folder)
    {
        _files = Path.Combine(folder, "files");
        _uploads = Path.Combine(folder, "uploads");
        Directory.CreateDirectory(_files);
        Directory.CreateDirectory(_uploads);
    }

    public Task<string> BeginUploadAsync(BlobName name, CancellationToken cancellationToken) => Guard(() =>
    {
        var upload = Guid.NewGuid().ToString("N");
        using (new FileStream(UploadPath(name, upload)!, FileMode.CreateNew)) // a fresh id is a valid one
            DirectorySync.Flush(_uploads);
        return upload;
    });

    public Task<long?> UploadedAsync(BlobName name, string upload, CancellationToken cancellationToken) =>
        Guard(() => UploadPath(name, upload) is { } path && new FileInfo(path) is { Exists: true } file
            ? file.Length
            : default(long?));

    public async Task<long?> AppendAsync(
        BlobName name, string upload, long offset, Stream content, CancellationToken cancellationToken)
    {
        if (OpenUpload(name, upload) is not { } file) return null;

        await using (file)
        {
            if (offset > file.Length) return file.Length;

            var skipped = file.Length - offset;
            file.Seek(0, SeekOrigin.End);
            await CopyAsync(content, skipped, file, cancellationToken);
            return file.Length;
        }
    }

    public Task<bool> CommitAsync(BlobName name, string upload, CancellationToken cancellationToken) => Guard(() =>
    {
        using var file = OpenUpload(name, upload);
        if (file is null) return false;

        file.Flush(flushToDisk: true);
        var target = FilePath(name);
        var folder = Path.GetDirectoryName(target)!; // it lies in a folder of ours
        if (!Directory.Exists(folder))
        {
            Directory.CreateDirectory(folder);
            DirectorySync.Flush(Path.GetDirectoryName(folder)!);
            DirectorySync.Flush(_files);
        }

        File.Move(file.Name, target, overwrite: true);
        DirectorySync.Flush(folder);
        return true;
    });

    public Task AbortAsync(BlobName name, string upload, CancellationToken cancellationToken) => Guard(() =>
    {
        if (UploadPath(name, upload) is { } path) File.Delete(path);
        return true;
    });

    public Task<StoredBlob?> FindAsync(BlobName name, CancellationToken cancellationToken) => Guard(() =>
        new FileInfo(FilePath(name)) is { Exists: true } file
            ? new StoredBlob(file.Length, file.LastWriteTimeUtc)
            : default(StoredBlob?));

    public Task<Stream?> OpenAsync(BlobName name, long offset, long length, CancellationToken cancellationToken) =>
        Guard<Stream?>(() =>
        {
            try
            {
                var file = new FileStream(
                    FilePath(name), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete,
                    bufferSize: 0, FileOptions.Asynchronous);
                return new StretchStream(file, offset, length);
            }
            catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
            {
                return null;
            }
        });

    public Task<bool> DeleteAsync(BlobName name, CancellationToken cancellationToken) => Guard(() =>
    {
        var path = FilePath(name);
        if (!File.Exists(path)) return false;

        File.Delete(path);
        return true;
    });

    public Task DeleteProjectAsync(uint project, CancellationToken cancellationToken) => Guard(() =>
    {
        var folder = Path.Combine(_files, project.ToString(CultureInfo.InvariantCulture));
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        return true;
    });

    public Task<int> DropUploadsAsync(DateTimeOffset idleSince, CancellationToken cancellationToken) => Guard(() =>
    {
        var idle = new DirectoryInfo(_uploads).EnumerateFiles()
            .Where(file => file.LastWriteTimeUtc < idleSince.UtcDateTime).ToList();
        foreach (var file in idle) file.Delete();
        return idle.Count;
    });

    /// <summary>Appends what follows the skipped bytes; on the disk, even if the content breaks off.</summary>
    static async Task CopyAsync(Stream content, long skipped, FileStream file, CancellationToken cancellationToken)
    {
        var buffer = new byte[CopyBytes];
        try
        {
            while (await content.ReadAsync(buffer, cancellationToken) is var count and > 0)
            {
                var start = (int)Math.Min(skipped, count);
                skipped -= start;
                await WriteAsync(file, buffer.AsMemory(start, count - start), cancellationToken);
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

    /// <summary>Opens an upload for this call alone; <c>null</c> if there is none.</summary>
    FileStream? OpenUpload(BlobName name, string upload)
    {
        if (UploadPath(name, upload) is not { } path) return null;

        try
        {
            return new FileStream(
                path, FileMode.Open, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.Asynchronous);
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
    }

    static BlobsUnavailableException Unavailable(Exception exception) =>
        new($"The folder for files cannot be used: {exception.Message}", exception);

    string FilePath(BlobName name)
    {
        var hash = Hash(name.Path);
        return Path.Combine(_files, name.Project.ToString(CultureInfo.InvariantCulture), hash[..2], hash);
    }

    /// <returns><c>null</c> if that cannot be one of our uploads.</returns>
    string? UploadPath(BlobName name, string upload) => Guid.TryParseExact(upload, "N", out var id)
        ? Path.Combine(_uploads, string.Create(
            CultureInfo.InvariantCulture, $"{name.Project}-{Hash(name.Path)}-{id:N}"))
        : null;

    static string Hash(string path) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(path)));
}
