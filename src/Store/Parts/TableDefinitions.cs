using System.Text.RegularExpressions;
using NeptuneAlt.Model;

namespace NeptuneAlt.Store.Parts;

/// <summary>
/// Looks, before the engine starts, whether the files that define its tables are there and still name the tables that
/// they did: without them the engine starts with tables that are empty or missing, and what follows is hard to
/// understand.
/// </summary>
public static partial class TableDefinitions
{
    const string Database = "neptune";

    /// <returns>What is wrong; empty for a new folder.</returns>
    public static IReadOnlyList<Damage> Check(string storeFolder)
    {
        if (Copied(storeFolder) is { } copied) return [copied];

        var databaseFile = Path.Combine(storeFolder, "metadata", $"{Database}.sql");
        if (!File.Exists(databaseFile))
            return HasTables(storeFolder)
                ? [Missing(databaseFile, "The definition of the store's database is missing, so none of its tables can be found.")]
                : [];
        if (Identity(databaseFile) is not { } database || PartList.Read(storeFolder) is not { } list) return [];

        var folder = Path.Combine(storeFolder, "store", $"{database}"[..3], $"{database}");
        var found = new List<Damage>();
        foreach (var table in list.Tables)
        {
            var file = Path.Combine(folder, $"{table.Name}.sql");
            if (!File.Exists(file)) found.Add(Missing(file, $"The definition of the table {table.Name} is missing."));
            // One that names no table at all is the engine's to refuse.
            else if (Identity(file) is { } other && other != table.Id)
                found.Add(Missing(file, $"The definition of the table {table.Name} names another table's rows ({other}, not {table.Id})."));
        }

        return found;
    }

    /// <summary>
    /// The engine keeps symbolic links to the folders it named by identity; a copy that followed the links has folders
    /// in their place.
    /// </summary>
    static Damage? Copied(string storeFolder)
    {
        var link = new DirectoryInfo(Path.Combine(storeFolder, "metadata", Database));
        return link.Exists && link.LinkTarget is null
            ? new Damage(
                "store", link.FullName, "This is a folder and must be a symbolic link: the data folder was copied by a tool that follows links.",
                $"Remove this folder and {Path.Combine(storeFolder, "data")}, the engine makes their links anew; and copy with a tool "
                + "that keeps links, such as tar or cp -a.")
            : null;
    }

    static Damage Missing(string file, string what) => new(
        "store", file, what, "Put this one file back from a backup of the data folder; the table's rows were not touched.");

    static bool HasTables(string storeFolder) =>
        Directory.Exists(Path.Combine(storeFolder, "store"))
        && Directory.EnumerateDirectories(Path.Combine(storeFolder, "store")).Any();

    static Guid? Identity(string file) =>
        IdentityPattern().Match(File.ReadLines(file).FirstOrDefault() ?? "") is { Success: true } found
            ? Guid.Parse(found.Groups[1].Value)
            : null;

    [GeneratedRegex("UUID '([0-9a-fA-F-]{36})'")]
    private static partial Regex IdentityPattern();
}
