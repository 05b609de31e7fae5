using NeptuneAlt.Model;
using NeptuneAlt.Store.Native;
using NeptuneAlt.Store.Sql;

namespace NeptuneAlt.Store.Writes;

/// <summary>Reads points back for the write half: what a run's state is rebuilt from, and what a removal
/// leaves.</summary>
public sealed class PointRows(ClickHouse store)
{
    /// <summary>Points of float series that no checkpoint covers, in the order of run, series and step.</summary>
    /// <param name="checkpoints">By run, the offset that its last checkpoint covers.</param>
    /// <param name="asOf">The last offset whose points count.</param>
    /// <returns>The columns <c>run</c>, <c>series</c>, <c>step</c>, <c>ts</c>, <c>value</c> and <c>off</c>.</returns>
    public IAsyncEnumerable<Columns> AfterCheckpointsAsync(
        IReadOnlyDictionary<ulong, long> checkpoints, long asOf, CancellationToken cancellationToken)
    {
        const string sql = """
            SELECT run, series, step, ts, value, off FROM points FINAL
            WHERE run IN {runs:Array(UInt64)} AND off > {least:UInt64} AND off <= {to:UInt64}
                AND off > transform(run, {runs:Array(UInt64)}, {after:Array(UInt64)}, toUInt64(0))
            ORDER BY run, series, step
            """;
        ulong[] after = [.. checkpoints.Values.Select(offset => (ulong)offset)];
        var arguments = new SqlArguments().Add("runs", [.. checkpoints.Keys]).Add("after", after)
            .Add("least", after.Min()).Add("to", (ulong)Math.Max(0, asOf));
        return store.StreamAsync(sql, arguments, cancellationToken);
    }

    /// <summary>The furthest preview of each series of the runs, and the offset of its newest one.</summary>
    /// <param name="asOf">The last offset whose previews count.</param>
    public async Task<IReadOnlyList<FurthestPreview>> FurthestPreviewsAsync(
        IReadOnlyCollection<ulong> runs, long asOf, CancellationToken cancellationToken)
    {
        const string sql = """
            SELECT run, series, max(step) AS last_step, max(off) AS last_off
            FROM previews WHERE run IN {runs:Array(UInt64)} AND off <= {to:UInt64} GROUP BY run, series
            """;
        var arguments = new SqlArguments().Add("runs", runs).Add("to", (ulong)Math.Max(0, asOf));
        var columns = await store.QueryAsync(sql, arguments, cancellationToken);
        return [.. Enumerable.Range(0, columns.Rows).Select(row => new FurthestPreview(
            columns.Values<ulong>("run")[row], columns.Values<uint>("series")[row],
            columns.Values<long>("last_step")[row], (long)columns.Values<ulong>("last_off")[row]))];
    }

    /// <summary>All points of one series from records before an offset, in their order.</summary>
    /// <returns>The columns <c>step</c> and <c>ts</c>, and <c>value</c>; of histograms <c>density</c>, <c>edges</c> and
    /// <c>values</c>; of files <c>path</c>, <c>size</c> and <c>mime</c>.</returns>
    public IAsyncEnumerable<Columns> OfSeriesAsync(
        AttributeType type, ulong run, uint series, long before, CancellationToken cancellationToken) => type switch
        {
            AttributeType.FloatSeries => ReadAsync("points", "value", "step", run, series, before, cancellationToken),
            AttributeType.StringSeries => ReadAsync("strings", "value", "step", run, series, before, cancellationToken),
            AttributeType.HistogramSeries =>
                ReadAsync("histograms", "density, edges, values", "step", run, series, before, cancellationToken),
            _ => ReadAsync("files", "path, size, mime", "off, seq", run, series, before, cancellationToken),
        };

    /// <summary>The same of the previews of a float series.</summary>
    /// <returns>The columns <c>step</c>, <c>ts</c>, <c>value</c> and <c>completion</c>.</returns>
    public IAsyncEnumerable<Columns> PreviewsOfSeriesAsync(
        ulong run, uint series, long before, CancellationToken cancellationToken) =>
        ReadAsync("previews", "value, completion", "step", run, series, before, cancellationToken);

    IAsyncEnumerable<Columns> ReadAsync(
        string table, string values, string order, ulong run, uint series, long before, CancellationToken cancellationToken)
    {
        var sql = $$"""
            SELECT step, ts, {{values}} FROM {{table}} FINAL
            WHERE run = {run:UInt64} AND series = {series:UInt32} AND off < {before:UInt64} ORDER BY {{order}}
            """;
        var arguments = new SqlArguments().Add("run", run).Add("series", series).Add("before", (ulong)before);
        return store.StreamAsync(sql, arguments, cancellationToken);
    }
}

/// <param name="Step">In micro-steps.</param>
/// <param name="Offset">Of the record that brought the series' newest preview.</param>
public readonly record struct FurthestPreview(ulong Run, uint Series, long Step, long Offset);
