namespace NeptuneAlt.Store.Parts;

/// <summary>A part of a table: rows that the engine keeps in one folder.</summary>
/// <param name="Table">The table's name.</param>
/// <param name="FirstBlock">The engine numbers what is inserted into a table: a part holds the inserts from this
/// number…</param>
/// <param name="LastBlock">…to this one, also after merges.</param>
/// <param name="Version">The last change of rows, on the same count, that the part has been through.</param>
/// <param name="Hash">Of its files: a part that is gone leaves its numbers, and so its name, to one that comes
/// later.</param>
/// <param name="FirstRun">Least number of a run with rows in it; <c>null</c>: not known.</param>
/// <param name="LastRun">Greatest number of one.</param>
public sealed record StoredPart(
    string Table, string Partition, string Name, long FirstBlock, long LastBlock, long Version, long Rows,
    string Hash = "", ulong? FirstRun = null, ulong? LastRun = null)
{
    /// <summary>It was found missing: the list keeps it until it is back.</summary>
    public bool IsMissing { get; init; }

    /// <summary>The two are one.</summary>
    public bool Is(StoredPart other) => Table == other.Table && Name == other.Name && Hash == other.Hash;

    /// <summary>Whether this part contains all inserts of the other.</summary>
    public bool Holds(StoredPart other) => (Name != other.Name || Hash == other.Hash) && IsNextTo(other)
        && FirstBlock <= other.FirstBlock && other.LastBlock <= LastBlock;

    bool IsNextTo(StoredPart other) => Table == other.Table && Partition == other.Partition;
}

/// <summary>A table's definition, as the engine names its file.</summary>
public sealed record StoredTable(string Name, Guid Id);

/// <summary>A folder that the engine took out of a table, because something in it is damaged.</summary>
/// <param name="Part">With <see cref="StoredPart.Rows"/> -1 where nobody knows them.</param>
public sealed record SetAsidePart(StoredPart Part, string Folder);

/// <summary>Rows that were stored and are not there.</summary>
/// <param name="Rows">How many, replaced ones included; -1: not known.</param>
/// <param name="Folder">Where they were set aside; <c>null</c>: they are gone.</param>
public sealed record MissingPart(StoredPart Part, long Rows, string? Folder);
