using System.Globalization;

namespace NeptuneAlt.Catalog.Sql;

/// <summary>Numbered schema files, embedded beside their adapter and applied once each, in order.</summary>
static class Migrations
{
    /// <summary>Applies what is missing. The caller holds a lock that keeps other processes out.</summary>
    /// <param name="folder">Adapter whose schema it is, such as <c>Sqlite</c>.</param>
    /// <returns>The numbers of those that were missing.</returns>
    public static async Task<IReadOnlyList<long>> ApplyAsync(Statements sql, string folder)
    {
        await sql.ExecuteAsync(
            "CREATE TABLE IF NOT EXISTS schema_versions (version INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL)");
        var applied = (await sql.ListAsync<long>("SELECT version FROM schema_versions")).ToHashSet();

        var files = Files(folder);
        if (applied.Except(files.Select(file => file.Version)).Order().ToList() is [var unknown, ..])
            throw new InvalidDataException(
                $"The catalog was made by a newer version of this program: it has schema {unknown}, which is unknown "
                + "here. Start that version, or restore a backup made before the upgrade.");

        var missing = files.Where(file => !applied.Contains(file.Version)).ToList();
        foreach (var (version, name, script) in missing)
        {
            await sql.ExecuteAsync(script);
            await sql.ExecuteAsync(
                "INSERT INTO schema_versions (version, name) VALUES (@version, @name)", new { version, name });
        }

        return [.. missing.Select(file => file.Version)];
    }

    static List<(long Version, string Name, string Script)> Files(string folder)
    {
        var assembly = typeof(Migrations).Assembly;
        var prefix = $"NeptuneAlt.Catalog.{folder}.Schema.";
        return [.. assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name =>
            {
                using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!); // it was just listed
                var file = name[prefix.Length..];
                return (long.Parse(file.AsSpan(0, 4), CultureInfo.InvariantCulture), file, reader.ReadToEnd());
            })];
    }
}
