using NeptuneAlt.Server.Hosting.Commands.Verification;

namespace NeptuneAlt.Server.Hosting.Commands.Backups;

/// <summary>
/// The store's folder as it is at one moment, while its engine goes on: links to the same bytes. The engine never changes a
/// part once it is there, and keeps one that was merged or mutated for a minute.
/// </summary>
static class StoreSnapshot
{
    /// <summary>Holds how far each partition of the log is stored: what it says is stored is stored in all others, so it is taken
    /// first. Others may be further, as after a crash.</summary>
    const string FirstTable = "run_attributes";

    const int AttemptsMax = 100;

    /// <exception cref="IOException">A file cannot be read, or no moment is found at which nothing changes.</exception>
    public static void Make(string store, string copy, CancellationToken cancellationToken)
    {
        // What the parts are compared with at a start may be older than they are, never newer.
        Directory.CreateDirectory(copy);
        foreach (var file in Directory.EnumerateFiles(store))
            if (Path.GetFileName(file) is not ("engine.sock" or "engine.lock" or "status"))
                File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        var tables = Tables(store);
        Directory.CreateDirectory(Path.Combine(copy, "tmp"));
        foreach (var folder in new[] { "metadata", "data", "store" })
            Frame(Path.Combine(store, folder), Path.Combine(copy, folder), tables.Values.ToHashSet(StringComparer.Ordinal));
        foreach (var (_, table) in tables.OrderBy(table => table.Key != FirstTable).ThenBy(table => table.Key, StringComparer.Ordinal))
            Table(table, Path.Combine(copy, Path.GetRelativePath(store, table)), cancellationToken);
    }

    /// <summary>The folder of each table, by its name.</summary>
    static Dictionary<string, string> Tables(string store)
    {
        var tables = new Dictionary<string, string>(StringComparer.Ordinal);
        var data = Path.Combine(store, "data");
        if (!Directory.Exists(data)) return tables;

        foreach (var link in Directory.EnumerateDirectories(data).SelectMany(Directory.EnumerateFileSystemEntries))
            if (new DirectoryInfo(link).ResolveLinkTarget(returnFinalTarget: true) is DirectoryInfo table)
                tables[Path.GetFileName(link)] = Path.GetFullPath(table.FullName);
        return tables.ContainsKey(FirstTable) || tables.Count == 0
            ? tables
            : throw new StartException($"{store} has no table '{FirstTable}': it is of another version. Start the server on it first.");
    }

    /// <summary>All but the tables' own folders: definitions, and the links between names and folders.</summary>
    static void Frame(string from, string to, HashSet<string> tables)
    {
        if (!Directory.Exists(from)) return;

        Directory.CreateDirectory(to);
        foreach (var entry in new DirectoryInfo(from).EnumerateFileSystemInfos())
        {
            var target = Path.Combine(to, entry.Name);
            if (entry.LinkTarget is { } link)
                File.CreateSymbolicLink(target, Path.IsPathRooted(link) ? Path.GetRelativePath(from, link) : link);
            else if (entry is not DirectoryInfo) File.Copy(entry.FullName, target);
            else if (!tables.Contains(Path.GetFullPath(entry.FullName))) Frame(entry.FullName, target, tables);
        }
    }

    static void Table(string from, string to, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                Directory.CreateDirectory(to);
                // Tokens of inserts before the parts: a part without its token is harmless, a token without its part is not.
                foreach (var entry in new DirectoryInfo(from).EnumerateFileSystemInfos()
                    .Where(entry => !IsPart(entry) && !IsPassing(entry.Name)))
                {
                    if (entry is DirectoryInfo) LinkedTree.Make(entry.FullName, Path.Combine(to, entry.Name));
                    else File.Copy(entry.FullName, Path.Combine(to, entry.Name), overwrite: true);
                }

                var parts = Parts(from);
                // What comes while a folder is listed may be missing though something later is there.
                if (!parts.SequenceEqual(Parts(from))) throw new IOException($"{from} changes all the time.");
                foreach (var part in parts) LinkedTree.Make(Path.Combine(from, part), Path.Combine(to, part));
                return;
            }
            catch (IOException) when (attempt < AttemptsMax)
            {
                if (Directory.Exists(to)) Directory.Delete(to, recursive: true);
            }
        }
    }

    static List<string> Parts(string table) =>
        [.. new DirectoryInfo(table).EnumerateDirectories().Where(IsPart).Select(part => part.Name).Order(StringComparer.Ordinal)];

    /// <summary>Folders that are being made or removed are none yet or any more.</summary>
    static bool IsPart(FileSystemInfo entry) => entry is DirectoryInfo
        && entry.Name is not ("deduplication_logs" or "detached")
        && !IsPassing(entry.Name);

    static bool IsPassing(string name) =>
        name.StartsWith("tmp", StringComparison.Ordinal) || name.StartsWith("delete_tmp", StringComparison.Ordinal);
}
