using NeptuneAlt.Catalog.Sqlite;
using NeptuneAlt.Log.Embedded;

namespace NeptuneAlt.Server.Hosting.Commands.Backups;

/// <summary>
/// A copy of the data folder, while a server works on it or not. The order makes its parts fit each other: the log is the
/// truth, and from what the store has on it is replayed, as after a crash.
/// </summary>
sealed class DataBackup(ServerOptions options, string folder, TimeProvider time, TextWriter output)
{
    /// <exception cref="StartException">It cannot be made; the message says why.</exception>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    public async Task MakeAsync(CancellationToken cancellationToken)
    {
        Check();
        var made = time.GetUtcNow();
        Directory.CreateDirectory(folder);
        var parts = new ServerOptions(folder, options.Urls);
        var links = Path.Combine(
            Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(options.DataFolder)))!, // Not the root: checked.
            $".backup-{Guid.NewGuid():N}");
        try
        {
            // No record leaves the log until it is copied: the store's copy may need any that is there now.
            using (LogHold.Take(options.LogFolder)
                ?? throw new StartException($"Another backup of {options.DataFolder} is under way. Wait for it."))
            {
                StoreSnapshot.Make(options.StoreFolder, links, cancellationToken);
                // The catalog has given each number that the store has rows of, and knows no further end of the log than its files.
                await CopyCatalogAsync(parts, cancellationToken);
                LogCopy.Make(options.LogFolder, parts.LogFolder, cancellationToken);
            }

            output.WriteLine("store, catalog and log are held; copying");
            CopyTree(links, parts.StoreFolder, cancellationToken);
        }
        finally
        {
            if (Directory.Exists(links)) Directory.Delete(links, recursive: true);
        }

        CopyFile(IdentityFile.PathIn(options.LogFolder), IdentityFile.PathIn(parts.LogFolder), cancellationToken);
        CopyFile(options.TokenFile, parts.TokenFile, cancellationToken);
        // Files last: what the rest names was uploaded before.
        if (options.Bucket is null) CopyTree(options.BlobFolder, parts.BlobFolder, cancellationToken);
        else output.WriteLine("The files are in a bucket, which is not part of this backup: it has backups of its own.");
        var list = BackupList.Of(folder, made, cancellationToken);
        list.Write(folder);
        output.WriteLine(FormattableString.Invariant(
            $"{folder}: {list.Files.Count:N0} files, {list.Files.Sum(file => file.Bytes) / 1e6:N1} MB, as of {made:yyyy-MM-dd HH:mm:ss} UTC or later"));
    }

    /// <exception cref="StartException">It cannot be brought back; the message says why.</exception>
    public static void Restore(string backup, string data, CancellationToken cancellationToken)
    {
        var list = BackupList.Read(backup);
        if (Directory.Exists(data) && Directory.EnumerateFileSystemEntries(data).Any())
            throw new StartException($"{data} is not empty: a backup is brought back into an empty folder, or one that is not there.");

        Directory.CreateDirectory(data);
        foreach (var below in list.Folders) Directory.CreateDirectory(In(data, below));
        foreach (var file in list.Files)
        {
            var from = In(backup, file.Path);
            if (!File.Exists(from)) throw Broken($"the file {file.Path} is missing");
            if (BackupList.Copy(from, In(data, file.Path), cancellationToken) != file.Hash)
                throw Broken($"the file {file.Path} is not what was backed up");
        }

        foreach (var link in list.Links) File.CreateSymbolicLink(In(data, link.Path), link.Target);

        StartException Broken(string what)
        {
            // A server must not take it for whole.
            Directory.Delete(data, recursive: true);
            return new StartException($"{backup} is damaged: {what}. Nothing was brought back; use another backup.");
        }
    }

    void Check()
    {
        if (options.Kafka is not null || options.ClickHouse is not null || options.Postgres is not null)
            throw new StartException(
                "This command is for a data folder: without --kafka, --clickhouse and --postgres. These have backups of their own; see docs/backup.md.");
        if (!File.Exists(options.CatalogFile) || !Directory.Exists(options.LogFolder))
            throw new StartException($"There is no server's data in {options.DataFolder}. Name its folder with --data.");
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
            throw new StartException($"{folder} is not empty: each backup has a folder of its own.");
        if ((folder + Path.DirectorySeparatorChar).StartsWith(
            Path.GetFullPath(options.DataFolder) + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            throw new StartException($"{folder} is in the data folder. A backup belongs elsewhere, best on another disk.");
    }

    async Task CopyCatalogAsync(ServerOptions parts, CancellationToken cancellationToken)
    {
        await using var catalog = new SqliteDatabase(options.CatalogFile);
        if (await catalog.FindDamageAsync(cancellationToken) is { } damage)
            throw new StartException($"The catalog {options.CatalogFile} is damaged: {CatalogFile.OneLine(damage)} {Identities.RebuildCure(options)}");
        await catalog.CopyAsync(parts.CatalogFile, cancellationToken);
        CopyFile(SqliteDatabase.KeysOf(options.CatalogFile), SqliteDatabase.KeysOf(parts.CatalogFile), cancellationToken);
    }

    static void CopyTree(string from, string to, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(to);
        if (!Directory.Exists(from)) return;

        foreach (var entry in new DirectoryInfo(from).EnumerateFileSystemInfos())
        {
            var target = Path.Combine(to, entry.Name);
            if (entry.LinkTarget is { } link) File.CreateSymbolicLink(target, link);
            else if (entry is DirectoryInfo) CopyTree(entry.FullName, target, cancellationToken);
            else CopyFile(entry.FullName, target, cancellationToken);
        }
    }

    /// <summary>A file that is not there any more, such as an upload that has ended meanwhile, is none of the backup.</summary>
    static void CopyFile(string from, string to, CancellationToken cancellationToken)
    {
        try
        {
            BackupList.Copy(from, to, cancellationToken);
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException && !File.Exists(from))
        {
            File.Delete(to);
        }
    }

    /// <exception cref="StartException">The path leads out of the folder.</exception>
    static string In(string folder, string path)
    {
        var root = Path.GetFullPath(folder) + Path.DirectorySeparatorChar;
        var full = Path.GetFullPath(Path.Combine(root, path));
        return full.StartsWith(root, StringComparison.Ordinal)
            ? full
            : throw new StartException($"The backup is damaged: it names {path}, which leads out of its folder.");
    }
}
