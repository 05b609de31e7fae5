using System.IO.Hashing;
using System.Text.Json;

namespace NeptuneAlt.Server.Hosting.Commands.Backups;

/// <summary>A file of a backup.</summary>
/// <param name="Path">Below the folder, with slashes.</param>
/// <param name="Hash">XXH128 of its bytes.</param>
sealed record BackupFile(string Path, long Bytes, string Hash);

/// <param name="Target">Relative.</param>
sealed record BackupLink(string Path, string Target);

/// <summary>What a backup consists of: written last, so that a folder without it is no whole backup.</summary>
sealed record BackupList(
    int Version, DateTimeOffset Made, string Program, IReadOnlyList<string> Folders, IReadOnlyList<BackupLink> Links,
    IReadOnlyList<BackupFile> Files)
{
    public const int CurrentVersion = 1;
    const string Name = "backup.json";
    const int CopyBytes = 1 << 20;

    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <exception cref="StartException">It is no backup, or not a whole one.</exception>
    public static BackupList Read(string folder)
    {
        var path = System.IO.Path.Combine(folder, Name);
        if (!File.Exists(path))
            throw new StartException($"{folder} is no whole backup: it has no {Name}, which a backup writes last.");
        try
        {
            var list = JsonSerializer.Deserialize<BackupList>(File.ReadAllBytes(path), Json);
            return list is { Version: CurrentVersion, Files: not null, Links: not null, Folders: not null }
                ? list
                : throw new StartException($"{path} is of another version than this program knows. Restore it with the program that made it.");
        }
        catch (JsonException failure)
        {
            throw new StartException($"{path} is damaged: {failure.Message}", failure);
        }
    }

    public void Write(string folder)
    {
        var path = System.IO.Path.Combine(folder, Name);
        using (var file = new FileStream(path + ".new", FileMode.Create))
        {
            JsonSerializer.Serialize(file, this, Json);
            file.Flush(flushToDisk: true);
        }

        File.Move(path + ".new", path);
    }

    /// <summary>Lists what is below a folder, every byte read.</summary>
    public static BackupList Of(string folder, DateTimeOffset made, CancellationToken cancellationToken)
    {
        var (folders, links, files) = (new List<string>(), new List<BackupLink>(), new List<BackupFile>());
        Walk(new DirectoryInfo(folder));
        return new BackupList(
            CurrentVersion, made, typeof(BackupList).Assembly.GetName().Version?.ToString() ?? "", folders, links, files);

        void Walk(DirectoryInfo at)
        {
            foreach (var entry in at.EnumerateFileSystemInfos().OrderBy(entry => entry.Name, StringComparer.Ordinal))
            {
                cancellationToken.ThrowIfCancellationRequested();
                var path = System.IO.Path.GetRelativePath(folder, entry.FullName).Replace(System.IO.Path.DirectorySeparatorChar, '/');
                if (entry.LinkTarget is { } target) links.Add(new BackupLink(path, target));
                else if (entry is DirectoryInfo below)
                {
                    folders.Add(path);
                    Walk(below);
                }
                else
                {
                    using var file = File.OpenRead(entry.FullName);
                    files.Add(new BackupFile(path, file.Length, Convert.ToHexStringLower(HashOf(file))));
                }
            }
        }
    }

    /// <summary>Copies a file durably.</summary>
    /// <returns>XXH128 of its bytes.</returns>
    public static string Copy(string from, string to, CancellationToken cancellationToken)
    {
        var hash = new XxHash128();
        using var source = new FileStream(from, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, CopyBytes);
        using var target = new FileStream(to, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        var buffer = new byte[CopyBytes];
        while (source.Read(buffer) is > 0 and var read)
        {
            cancellationToken.ThrowIfCancellationRequested();
            hash.Append(buffer.AsSpan(0, read));
            target.Write(buffer, 0, read);
        }

        target.Flush(flushToDisk: true);
        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }

    static byte[] HashOf(FileStream file)
    {
        var hash = new XxHash128();
        hash.Append(file);
        return hash.GetCurrentHash();
    }
}
