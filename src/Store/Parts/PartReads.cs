using System.Globalization;
using NeptuneAlt.Model;
using NeptuneAlt.Store.Sql;

namespace NeptuneAlt.Store.Parts;

/// <summary>What the engine says of the parts of our tables; none of it reads rows.</summary>
sealed class PartReads(ClickHouse store)
{
    /// <summary>Tables in the order of their runs, whose indexes say which ones a part holds.</summary>
    static readonly IReadOnlySet<string> s_byRun = new HashSet<string>
        { "points", "previews", "strings", "histograms", "files", "run_attributes", "chunks" };

    public async Task<IReadOnlyList<StoredTable>> TablesAsync(CancellationToken cancellationToken)
    {
        var rows = await store.QueryAsync(
            """
            SELECT name, toString(uuid) AS id FROM system.tables
            WHERE database = currentDatabase() AND engine LIKE '%MergeTree' ORDER BY name
            """, SqlArguments.None, cancellationToken);
        return [.. Enumerable.Range(0, rows.Rows)
            .Select(row => new StoredTable(rows.Strings("name").Text(row), Guid.Parse(rows.Strings("id").Text(row))))];
    }

    /// <summary>The parts that reads see, by table and name; without their runs.</summary>
    public async Task<IReadOnlyList<StoredPart>> PartsAsync(CancellationToken cancellationToken)
    {
        var rows = await store.QueryAsync(
            """
            SELECT table, partition_id, name, toInt64(min_block_number) AS first, toInt64(max_block_number) AS last,
                toInt64(data_version) AS version, toInt64(rows) AS rows,
                hash_of_all_files AS hash
            FROM system.parts WHERE database = currentDatabase() AND active AND rows > 0
            ORDER BY table, name
            """, SqlArguments.None, cancellationToken);
        return [.. Enumerable.Range(0, rows.Rows).Select(row => new StoredPart(
            rows.Strings("table").Text(row), rows.Strings("partition_id").Text(row), rows.Strings("name").Text(row),
            rows.Values<long>("first")[row], rows.Values<long>("last")[row], rows.Values<long>("version")[row],
            rows.Values<long>("rows")[row], rows.Strings("hash").Text(row)))];
    }

    /// <summary>What the engine took out because it is damaged; what was taken out by hand is left out.</summary>
    public async Task<IReadOnlyList<SetAsidePart>> SetAsideAsync(CancellationToken cancellationToken)
    {
        var rows = await store.QueryAsync(
            """
            SELECT table, ifNull(partition_id, '') AS partition, name, path, ifNull(toInt64(min_block_number), -1) AS first,
                ifNull(toInt64(max_block_number), -1) AS last
            FROM system.detached_parts
            WHERE database = currentDatabase() AND (startsWith(ifNull(reason, ''), 'broken') OR reason = 'covered-by-broken')
            ORDER BY table, name
            """, SqlArguments.None, cancellationToken);
        var found = new List<SetAsidePart>();
        for (var row = 0; row < rows.Rows; row++)
        {
            var folder = rows.Strings("path").Text(row).TrimEnd('/');
            var first = rows.Values<long>("first")[row];
            found.Add(new SetAsidePart(
                new StoredPart(
                    rows.Strings("table").Text(row), rows.Strings("partition").Text(row), rows.Strings("name").Text(row),
                    first, rows.Values<long>("last")[row], first, CountIn(folder)),
                folder));
        }

        return found;
    }

    /// <summary>The last failed read of a part for each kind of error since the engine's start; merges fail without anyone who asked.
    /// </summary>
    public async Task<IReadOnlyList<Damage>> FailedReadsAsync(CancellationToken cancellationToken)
    {
        var rows = await store.QueryAsync(
            """
            SELECT toInt32(code) AS code, last_error_message AS message FROM system.errors
            WHERE last_error_message LIKE '%while reading from part%'
            """, SqlArguments.None, cancellationToken);
        return [.. Enumerable.Range(0, rows.Rows)
            .Select(row => StoreErrors.DamageIn(rows.Values<int>("code")[row], rows.Strings("message").Text(row)))
            .OfType<Damage>()];
    }

    /// <summary>By table, the number of the last deletion of rows.</summary>
    public async Task<IReadOnlyDictionary<string, long>> LastDeletionsAsync(CancellationToken cancellationToken)
    {
        var rows = await store.QueryAsync(
            """
            SELECT table, max(arrayMax(`block_numbers.number`)) AS last FROM system.mutations
            WHERE database = currentDatabase() AND notEmpty(`block_numbers.number`) GROUP BY table
            """, SqlArguments.None, cancellationToken);
        return Enumerable.Range(0, rows.Rows)
            .ToDictionary(row => rows.Strings("table").Text(row), row => rows.Values<long>("last")[row]);
    }

    /// <summary>Adds the runs of parts whose table tells them, from the index in the engine's memory.</summary>
    public async Task<IReadOnlyList<StoredPart>> WithRunsAsync(
        IReadOnlyList<StoredPart> parts, CancellationToken cancellationToken)
    {
        var known = new Dictionary<(string, string), (ulong First, ulong Last)>();
        foreach (var table in parts.Where(part => s_byRun.Contains(part.Table)).GroupBy(part => part.Table))
        {
            var rows = await store.QueryAsync(
                $$"""
                SELECT part_name, min(run) AS first, max(run) AS last FROM mergeTreeIndex(currentDatabase(), '{{table.Key}}')
                WHERE part_name IN {names:Array(String)} GROUP BY part_name
                """, new SqlArguments().Add("names", table.Select(part => part.Name).ToArray()), cancellationToken);
            for (var row = 0; row < rows.Rows; row++)
                known[(table.Key, rows.Strings("part_name").Text(row))] =
                    (rows.Values<ulong>("first")[row], rows.Values<ulong>("last")[row]);
        }

        return [.. parts.Select(part => known.TryGetValue((part.Table, part.Name), out var runs)
            ? part with { FirstRun = runs.First, LastRun = runs.Last }
            : part)];
    }

    /// <summary>The engine writes how many rows a part has into a file of the part's own.</summary>
    static long CountIn(string folder)
    {
        try
        {
            return long.TryParse(
                File.ReadAllText(Path.Combine(folder, "count.txt")), NumberStyles.None, CultureInfo.InvariantCulture, out var rows)
                ? rows
                : -1;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return -1;
        }
    }
}
