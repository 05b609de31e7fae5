using System.Collections.Concurrent;
using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.AspNetCore.StaticFiles;
using NeptuneAlt.Wire.Ingest;

namespace NeptuneAlt.Server.Hosting.Commands.Imports;

/// <summary>The export's files on their way to the server: a content is sent once a project, whichever runs have it.</summary>
/// <param name="folder">All files; <c>null</c>: none were given.</param>
sealed class FileStore(ImportServer server, string project, string? folder)
{
    static readonly FileExtensionContentTypeProvider Types = new();

    readonly ConcurrentDictionary<string, Lazy<Task>> _sent = new(StringComparer.Ordinal);
    long _bytes;

    /// <summary>Of the files that were sent or were there.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Where a file of the export is on this machine.</summary>
    /// <param name="path">As a row has it.</param>
    /// <exception cref="InvalidDataException">There is no such file, or it lies outside the folder; the message says so.</exception>
    public string Find(string path)
    {
        if (folder is null) throw new InvalidDataException("The files of the export were not given: use --files.");

        var root = Path.GetFullPath(folder) + Path.DirectorySeparatorChar;
        var full = Path.GetFullPath(Path.Combine(root, path));
        if (!IsBelow(full, root) || Final(full, root) is not { } final || !IsBelow(final, root))
            throw new InvalidDataException($"'{path}' leads out of the folder of files; it was not taken.");
        return Path.Exists(full) ? full : throw new InvalidDataException($"There is no file {full}.");
    }

    /// <summary>Sends a file, unless the server has that content, and makes sure that it is what can be read there.</summary>
    /// <exception cref="InvalidDataException">What the server has is something else.</exception>
    public async Task<FileRef> SendAsync(string file, CancellationToken cancellationToken)
    {
        await using var content = File.OpenRead(file);
        return await SendAsync(content, Path.GetFileName(file), cancellationToken);
    }

    /// <summary>Sends the members of a zipped folder.</summary>
    /// <returns>Each member's place in it, and where it is.</returns>
    public async Task<IReadOnlyList<(string Member, FileRef File)>> SendMembersAsync(string zip, CancellationToken cancellationToken)
    {
        var members = new List<(string, FileRef)>();
        await using var archive = await ZipFile.OpenReadAsync(zip, cancellationToken);
        foreach (var entry in archive.Entries.Where(entry => !entry.FullName.EndsWith('/')))
        {
            // A member may be larger than memory: it is read twice, for its digest and to be sent.
            var copy = Path.GetTempFileName();
            try
            {
                await entry.ExtractToFileAsync(copy, overwrite: true, cancellationToken);
                await using var content = File.OpenRead(copy);
                members.Add((entry.FullName, await SendAsync(content, Path.GetFileName(entry.FullName), cancellationToken)));
            }
            finally
            {
                File.Delete(copy);
            }
        }

        return members;
    }

    /// <summary>Sends a content, as <see cref="SendAsync(string, CancellationToken)"/>.</summary>
    /// <param name="content">One that can be read twice.</param>
    public async Task<FileRef> SendAsync(Stream content, string name, CancellationToken cancellationToken)
    {
        var digest = await SHA256.HashDataAsync(content, cancellationToken);
        var type = Types.TryGetContentType(name, out var known) ? known : "application/octet-stream";
        var file = new FileRef
        {
            Path = $"imported/{Convert.ToHexStringLower(digest)}/{name}", SizeBytes = content.Length, MimeType = type,
        };
        var sending = _sent.GetOrAdd(file.Path, _ => new Lazy<Task>(() => SendOnceAsync(content, file, digest, cancellationToken)));
        try
        {
            await sending.Value;
        }
        catch
        {
            _sent.TryRemove(file.Path, out _);
            throw;
        }

        return file;
    }

    async Task SendOnceAsync(Stream content, FileRef file, byte[] digest, CancellationToken cancellationToken)
    {
        var client = await server.ClientAsync(cancellationToken);
        if (!await HasAsync())
        {
            content.Position = 0;
            await client.UploadAsync(project, file.Path, content, file.MimeType, cancellationToken);
            if (!await HasAsync()) throw new InvalidDataException($"The server does not give back what was sent as {file.Path}.");
        }

        Interlocked.Add(ref _bytes, file.SizeBytes);

        async Task<bool> HasAsync()
        {
            await using var stored = await client.DownloadAsync(project, file.Path, cancellationToken);
            return stored is not null && (await SHA256.HashDataAsync(stored, cancellationToken)).AsSpan().SequenceEqual(digest);
        }
    }

    static bool IsBelow(string path, string root) => path.StartsWith(root, StringComparison.Ordinal);

    /// <summary>Where a path leads to once the links in it are followed.</summary>
    static string? Final(string path, string root)
    {
        for (var at = path; at.Length > root.Length; at = Path.GetDirectoryName(at) ?? "")
        {
            FileSystemInfo entry = Directory.Exists(at) ? new DirectoryInfo(at) : new FileInfo(at);
            if (entry.LinkTarget is not null && entry.ResolveLinkTarget(returnFinalTarget: true) is { } target
                && !IsBelow(target.FullName, root))
                return null;
        }

        return path;
    }
}
