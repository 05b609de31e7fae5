using NeptuneAlt.Model;
using NeptuneAlt.Store.Sql;

namespace NeptuneAlt.Store.Parts;

/// <summary>
/// Knows what the embedded store consisted of, and tells what of it is missing. One at a time on a folder. What came after the
/// list was written last, and was removed before it was written again, is not seen.
/// </summary>
/// <param name="folder">The engine's, on this machine.</param>
/// <param name="fullDiskMark">A file that is there if the engine ended in the middle of its work for want of room.</param>
public sealed class PartInventory(ClickHouse store, string folder, string fullDiskMark)
{
    readonly PartReads _reads = new(store);
    PartList? _list = PartList.Read(folder);

    /// <summary>What is missing from tables, as far as it can be told without reading rows: some statements, in milliseconds.
    /// </summary>
    /// <exception cref="StoreUnavailableException">The store does not answer.</exception>
    public async Task<IReadOnlyList<Damage>> CheckAsync(CancellationToken cancellationToken)
    {
        var list = _list ?? PartList.Empty;
        var setAside = await _reads.SetAsideAsync(cancellationToken);
        if (File.Exists(fullDiskMark))
            list = list with
            {
                Unfinished = [.. list.Unfinished.Union(MissingParts.Unlisted(list, setAside).Select(one => one.Folder))],
            };
        var present = await _reads.PartsAsync(cancellationToken);
        var deletions = await _reads.LastDeletionsAsync(cancellationToken);
        var missing = MissingParts.Find(list, present, setAside, deletions);
        var lost = missing.Select(one => Key(one.Part)).ToHashSet();
        var known = list.Parts.Select(Key).ToHashSet();
        _list = list with
        {
            Parts =
            [
                .. list.Parts.Select(part => part with { IsMissing = lost.Contains(Key(part)) }),
                .. missing.Where(one => !known.Contains(Key(one.Part)))
                    .Select(one => one.Part with { IsMissing = true }),
            ],
        };
        var names = present.Select(part => part.Name).ToHashSet();
        var unmerged = (await _reads.FailedReadsAsync(cancellationToken)).Where(damage => names.Any(damage.Place.Contains));
        return [.. MissingRows.Describe(folder, missing), .. unmerged.Select(WithRuns)];
    }

    /// <summary>Adds to what a read found damaged which rows are concerned, if the list has the part.</summary>
    public Damage WithRuns(Damage damage)
    {
        if (_list is not { } list) return damage;
        var tables = list.Tables.ToDictionary(table => table.Name, table => $"{table.Id}");
        var part = list.Parts.FirstOrDefault(one => !one.IsMissing && tables.TryGetValue(one.Table, out var id)
            && $"{damage.Place}/".Contains($"{id}/{one.Name}/", StringComparison.Ordinal));
        return part is null ? damage : damage with { What = $"{damage.What} {MissingRows.Concerned(part)}" };
    }

    /// <summary>Writes down what is there now, and goes on to miss what <see cref="CheckAsync"/> missed.</summary>
    /// <exception cref="StoreUnavailableException">The store does not answer.</exception>
    /// <exception cref="IOException">The list cannot be written.</exception>
    public async Task KeepAsync(CancellationToken cancellationToken)
    {
        var before = _list ?? PartList.Empty;
        var known = before.Parts.ToDictionary(Key);
        var present = await _reads.PartsAsync(cancellationToken);
        var isFull = File.Exists(fullDiskMark);
        var isSame = _list is not null && !isFull && File.Exists(PartList.FileIn(folder))
            && present.All(part => known.ContainsKey(Key(part)));
        if (isSame && present.Count == before.Parts.Count(part => !part.IsMissing)) return;

        var fresh = present.Where(part => !known.ContainsKey(Key(part))).ToList();
        var parts = present.Where(part => known.ContainsKey(Key(part))).Select(part => known[Key(part)] with { IsMissing = false })
            .Concat(await _reads.WithRunsAsync(fresh, cancellationToken)).ToList();
        var keys = parts.Select(Key).ToHashSet();
        parts.AddRange(before.Parts.Where(part => part.IsMissing && !keys.Contains(Key(part))));
        var list = new PartList(await _reads.TablesAsync(cancellationToken), parts, before.Unfinished);
        list.Write(folder);
        _list = list;
        if (isFull) File.Delete(fullDiskMark);
    }

    static (string, string, string) Key(StoredPart part) => (part.Table, part.Name, part.Hash);

    /// <summary>Reads every file of every table, and compares it with its checksum: for a store that serves nobody meanwhile.
    /// </summary>
    /// <exception cref="StoreUnavailableException">The store does not answer.</exception>
    public async Task<IReadOnlyList<Damage>> ReadAllAsync(CancellationToken cancellationToken)
    {
        var damages = new List<Damage>();
        foreach (var table in await _reads.TablesAsync(cancellationToken))
        {
            var parts = await store.QueryAsync(
                $"CHECK TABLE `{table.Name}` SETTINGS check_query_single_value_result = 0", SqlArguments.None, cancellationToken);
            for (var row = 0; row < parts.Rows; row++)
                if (parts.Values<byte>("is_passed")[row] == 0) damages.Add(MissingRows.Unreadable(
                    table, parts.Strings("part_path").Text(row), parts.Strings("message").Text(row), folder));
        }

        return damages;
    }
}
