using System.Globalization;
using System.Text;
using NeptuneAlt.Store.Native;

namespace NeptuneAlt.Store.Writes;

// Progress is kept in rows of run_attributes, so that one atomic insert moves it together with the last rows of a
// flush. These rows have no columns of their own: this file alone knows which column of an attribute holds what.

/// <summary>How far a partition of the log is in the store. Kept as a row of run 0.</summary>
/// <param name="Stored">Last offset whose rows are all stored, checkpoints apart; -1 before the first. Its request is
/// done.</param>
/// <param name="Summarized">Last offset that checkpoints cover too: for later ones, reads ask the live runs.</param>
/// <param name="Flushes">Counts flushes: the version of the row that holds this.</param>
/// <param name="Noticed">Last offset whose effects on forks their notices surely tell.</param>
public readonly record struct PartitionProgress(long Stored, long Summarized, long Flushes, long Noticed = -1)
{
    /// <summary>Of a partition that was never written.</summary>
    public static readonly PartitionProgress None = new(-1, -1, 0);

    internal const string ColumnNames = "off, int_value, version, last_step";

    internal const string PathPrefix = "partition/";

    internal static string PathOf(int partition) => string.Create(CultureInfo.InvariantCulture, $"{PathPrefix}{partition}");

    internal static int PartitionOf(string path) => int.Parse(path.AsSpan(PathPrefix.Length), CultureInfo.InvariantCulture);

    public AttributeCells ToRow(int partition) => new()
    {
        Path = Encoding.UTF8.GetBytes(PathOf(partition)),
        Offset = Stored, Int = Summarized, Version = Flushes, LastStep = Noticed,
    };

    internal static PartitionProgress Read(Columns columns, int row) => new(
        (long)columns.Values<ulong>("off")[row], columns.Values<long>("int_value")[row],
        (long)columns.Values<ulong>("version")[row], columns.Values<long>("last_step")[row]);
}

/// <summary>
/// What the server keeps count of for a run. Kept in the row of <c>sys/ping_time</c>, the one attribute that is written
/// with each turn of the run, so that recovery is exact.
/// </summary>
/// <param name="ReceivedMs">When the run itself was last heard of, in ms since 1970: the value of the
/// attribute.</param>
/// <param name="ChangedMs">When the run or somebody who edits it last changed it, in ms since 1970.</param>
/// <param name="Bytes">Of accepted requests.</param>
/// <param name="Points">Committed points of all series, inherited ones apart.</param>
/// <param name="Checkpoint">Offset of the last checkpoint.</param>
/// <param name="LoggedMs">The furthest time that the client gave to what it logged, in ms since 1970.</param>
public readonly record struct RunActivity(
    long ReceivedMs, long ChangedMs, long Bytes, long Points, long Checkpoint, long LoggedMs)
{
    internal const string CheckpointColumn = "last_step";

    public AttributeCells ToRow() => new()
    {
        Int = ReceivedMs, Float = ChangedMs, Points = Bytes, Finite = Points, LastStep = Checkpoint, LastTime = LoggedMs,
    };

    public static RunActivity Of(in AttributeCells row) => new(
        row.Int, Math.Max(row.Int, (long)row.Float), row.Points, row.Finite, row.LastStep, row.LastTime);
}
