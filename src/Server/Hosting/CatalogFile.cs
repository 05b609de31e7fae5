using NeptuneAlt.Catalog.Sqlite;

namespace NeptuneAlt.Server.Hosting;

/// <summary>The catalog's file in the data folder.</summary>
static class CatalogFile
{
    /// <summary>Its copy, which is what is left of projects and tokens when the file itself is not.</summary>
    public static string CopyOf(ServerOptions options) => Path.Combine(options.DataFolder, "catalog-copy.db");

    /// <summary>Whether the file is not there though other parts are: a new one would give their numbers again.</summary>
    public static bool IsMissing(ServerOptions options) =>
        new FileInfo(options.CatalogFile) is not { Exists: true, Length: > 0 }
        && (File.Exists(CopyOf(options)) || options.Kafka is null && HasAny(options.LogFolder)
            || options.ClickHouse is null && HasAny(options.StoreFolder));

    /// <exception cref="StartException">It is missing, or SQLite finds it damaged.</exception>
    public static async Task CheckAsync(ServerOptions options, SqliteDatabase catalog, CancellationToken cancellationToken)
    {
        if (IsMissing(options))
            throw new StartException(
                $"The catalog {options.CatalogFile} is {(File.Exists(options.CatalogFile) ? "empty" : "missing")}, but the rest of the data folder is there. {Identities.RebuildCure(options)}");
        if (File.Exists(options.CatalogFile) && await catalog.FindDamageAsync(cancellationToken) is { } damage)
            throw new StartException(
                $"The catalog {options.CatalogFile} is damaged: {OneLine(damage)} {Identities.RebuildCure(options)}");
    }

    public static string OneLine(string text) => text.ReplaceLineEndings(" ").TrimEnd('.', ' ') + ".";

    static bool HasAny(string folder) => Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any();
}
