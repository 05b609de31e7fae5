using NeptuneAlt.Store.Native;
using NeptuneAlt.Store.Sql;

namespace NeptuneAlt.Store.Reads;

/// <summary>The place of one point: its run, its series' number there, and its step in micro-steps.</summary>
public readonly record struct PointPlace(ulong Run, uint Series, long Step);

/// <summary>Looks up single points by their places, many at once.</summary>
public sealed class PointLookup(ClickHouse store)
{
    /// <summary>Reads those of the points that are stored. A step of a file series may have several.</summary>
    /// <param name="table">One of those that hold points, with <c>FINAL</c> where rows replace each other.</param>
    /// <param name="values">The columns that are wanted, as SQL.</param>
    /// <param name="take">Gets each point, and its row in the columns.</param>
    /// <exception cref="StoreUnavailableException">The store does not answer.</exception>
    public async Task ReadAsync(
        string table, string values, IReadOnlyCollection<PointPlace> places, Action<PointPlace, Columns, int> take,
        CancellationToken cancellationToken)
    {
        if (places.Count == 0) return;

        var sql = new SqlText();
        using var rows = new NativeBlock()
            .Add("run", (ulong[])[.. places.Select(place => place.Run)])
            .Add("series", (uint[])[.. places.Select(place => place.Series)])
            .Add("step", (long[])[.. places.Select(place => place.Step)]);
        var columns = await store.QueryAsync(
            $"SELECT run, series, step, {values} FROM {table} "
            + $"WHERE (run, series, step) IN (SELECT run, series, step FROM {sql.Bind(rows)})",
            sql.Arguments, cancellationToken);
        var (runs, series, steps) =
            (columns.Memory<ulong>("run"), columns.Memory<uint>("series"), columns.Memory<long>("step"));
        for (var i = 0; i < columns.Rows; i++)
            take(new PointPlace(runs.Span[i], series.Span[i], steps.Span[i]), columns, i);
    }
}
