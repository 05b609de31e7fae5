using System.Globalization;
using NeptuneAlt.Model;

namespace NeptuneAlt.Store.Parts;

/// <summary>Puts what is missing from tables into words.</summary>
static class MissingRows
{
    /// <summary>If a table lacks more parts than this, one sentence describes them all.</summary>
    const int PartsTold = 8;

    public static IReadOnlyList<Damage> Describe(string folder, IReadOnlyList<MissingPart> missing) =>
    [
        .. missing.GroupBy(one => one.Part.Table).SelectMany(table => table.Count() <= PartsTold
            ? table.Select(one => Describe(folder, one))
            : [Many(folder, table.Key, [.. table])]),
    ];

    public static Damage Unreadable(StoredTable table, string part, string message, string folder) => new(
        "store", Path.Combine(folder, "data", "neptune", table.Name, part),
        $"The part {part} of the table {table.Name} is damaged: {message.Trim().TrimEnd('.')}.",
        "Put the part's folder back from a backup of the data folder; without one, move it out of the data folder: then what it "
        + "holds is missing and everything else can be read.");

    static Damage Describe(string folder, MissingPart missing)
    {
        var part = missing.Part;
        var place = missing.Folder ?? $"table {part.Table}, partition {part.Partition}, part {part.Name}";
        var what = missing.Folder is null
            ? $"The part {part.Name} of the table {part.Table} is gone"
            : $"A part of the table {part.Table} was set aside by the engine, because one of its files is missing or damaged";
        return new Damage("store", place, $"{what}: {Rows(missing.Rows)}{Runs([missing])} cannot be read.", Cure(folder, missing.Folder));
    }

    static Damage Many(string folder, string table, IReadOnlyList<MissingPart> missing)
    {
        var rows = missing.Any(one => one.Rows < 0) ? -1 : missing.Sum(one => one.Rows);
        return new Damage(
            "store", $"table {table}, partition {missing[0].Part.Partition}",
            $"{missing.Count} parts of the table {table} are gone or were set aside by the engine: {Rows(rows)}{Runs(missing)} "
            + "cannot be read.",
            Cure(folder, null));
    }

    static string Cure(string folder, string? setAside) =>
        "Put the data folder back from a backup; or, to go on without these rows and hear no more of it, stop the server and remove "
        + PartList.FileIn(folder) + (setAside is null ? "" : $" and {setAside}") + ".";

    /// <summary>Describes the rows of a part that is present but not wholly readable.</summary>
    public static string Concerned(StoredPart part) =>
        $"It has {Rows(part.Rows)}{Runs([new MissingPart(part, part.Rows, null)])}.";

    static string Rows(long rows) => rows < 0 ? "its rows" : string.Create(CultureInfo.InvariantCulture, $"{rows:N0} rows");

    static string Runs(IReadOnlyList<MissingPart> missing)
    {
        var known = missing.Where(one => one.Part.LastRun is not null).Select(one => one.Part).ToList();
        if (known.Count == 0) return " of runs that are not known";

        // Run 0 holds how far the log is.
        var (first, last) = (Math.Max(1, known.Min(part => part.FirstRun!.Value)), known.Max(part => part.LastRun!.Value));
        return first >= last ? $" of the run with the number {last}" : $" of runs with numbers from {first} to {last}";
    }
}
