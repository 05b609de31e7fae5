namespace NeptuneAlt.Store.Parts;

/// <summary>
/// Compares a list of parts with the parts that are present. A part that was merged since is contained in a larger one.
/// A broken part whose source parts are back has at least as many rows in those. A part that a deletion may have
/// emptied is not reported.
/// </summary>
static class MissingParts
{
    /// <param name="present">All parts that the tables have.</param>
    /// <param name="setAside">Parts that the engine removed from the tables.</param>
    /// <param name="lastDeletions">By table, the number of the last deletion of rows.</param>
    public static List<MissingPart> Find(
        PartList list, IReadOnlyList<StoredPart> present, IReadOnlyList<SetAsidePart> setAside,
        IReadOnlyDictionary<string, long> lastDeletions)
    {
        var tables = present.ToLookup(part => part.Table);
        var missing = new List<MissingPart>();
        foreach (var part in list.Parts)
        {
            var lost = part.IsMissing ? LostForGood(part, tables[part.Table]) : Lost(part, tables[part.Table]);
            if (lost is not { } rows || MayBeDeleted(part, lastDeletions)) continue;
            missing.Add(new MissingPart(part, rows, setAside.FirstOrDefault(one => one.Part.Holds(part))?.Folder));
        }

        foreach (var one in Unlisted(list, setAside))
            if (!list.Unfinished.Contains(one.Folder) && Lost(one.Part, tables[one.Part.Table]) is { } rows)
                missing.Add(new MissingPart(one.Part, rows, one.Folder));
        return missing;
    }

    /// <summary>Parts that came after the list was written and were set aside.</summary>
    public static IEnumerable<SetAsidePart> Unlisted(PartList list, IEnumerable<SetAsidePart> setAside) =>
        setAside.Where(one => !list.Parts.Any(one.Part.Holds));

    static bool MayBeDeleted(StoredPart part, IReadOnlyDictionary<string, long> lastDeletions) =>
        !part.IsMissing && lastDeletions.TryGetValue(part.Table, out var last) && last > part.Version;

    /// <summary>
    /// Once its neighbors are merged, a missing part lies within a part that lacks its rows: only itself makes up for
    /// it.
    /// </summary>
    static long? LostForGood(StoredPart part, IEnumerable<StoredPart> present) =>
        present.Any(part.Is) ? null : part.Rows;

    /// <returns>The rows that are not there; <c>null</c>: all are.</returns>
    static long? Lost(StoredPart part, IEnumerable<StoredPart> present)
    {
        var within = new List<StoredPart>();
        foreach (var other in present)
        {
            if (other.Holds(part)) return null;
            if (part.Holds(other)) within.Add(other);
        }

        if (part.Rows >= 0)
            return within.Sum(other => other.Rows) is var rows && rows >= part.Rows ? null : part.Rows - rows;

        var isWhole = within.Count > 0 && within.Min(other => other.FirstBlock) == part.FirstBlock
            && within.Max(other => other.LastBlock) == part.LastBlock;
        return isWhole ? null : -1;
    }
}
