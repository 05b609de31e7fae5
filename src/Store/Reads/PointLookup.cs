using NeptuneAlt.Store.Native;
using NeptuneAlt.Store.Sql;

namespace NeptuneAlt.Store.Reads;

/// <summary>The place of one point: its run, its series' number there, and its step in micro-steps.</summary>
public readonly record struct PointPlace(ulong Run, uint Series, long Step);

/// <summary>Gets a histogram: its edges, its values, and whether these are densities.</summary>
public delegate void HistogramTaker(PointPlace place, ReadOnlySpan<double> edges, ReadOnlySpan<double> values, bool isDensity);

/// <summary>Looks up single points by their places, many at once. What is not stored is left out.</summary>
/// <exception cref="StoreUnavailableException">The store does not answer.</exception>
public sealed class PointLookup(ClickHouse store)
{
    /// <param name="take">Gets the place of each point, and its value.</param>
    public Task FloatsAsync(
        IReadOnlyCollection<PointPlace> places, Action<PointPlace, double> take, CancellationToken cancellationToken) =>
        ReadAsync("points", "value", places, (place, columns, row) => take(place, columns.Values<double>("value")[row]), cancellationToken);

    /// <inheritdoc cref="FloatsAsync"/>
    /// <remarks>Of several previews at a step the newest counts.</remarks>
    public Task PreviewsAsync(
        IReadOnlyCollection<PointPlace> places, Action<PointPlace, double> take, CancellationToken cancellationToken) =>
        ReadAsync(
            "previews FINAL", "value", places, (place, columns, row) => take(place, columns.Values<double>("value")[row]),
            cancellationToken);

    /// <param name="take">Gets the place of each text, and its XXH3 hash of 64 bits.</param>
    public Task TextHashesAsync(
        IReadOnlyCollection<PointPlace> places, Action<PointPlace, ulong> take, CancellationToken cancellationToken) =>
        ReadAsync(
            "strings", "xxh3(value) AS hash", places, (place, columns, row) => take(place, columns.Values<ulong>("hash")[row]),
            cancellationToken);

    /// <inheritdoc cref="FloatsAsync"/>
    public Task HistogramsAsync(
        IReadOnlyCollection<PointPlace> places, HistogramTaker take, CancellationToken cancellationToken) =>
        ReadAsync(
            "histograms", "density, edges, values", places,
            (place, columns, row) => take(
                place, columns.Arrays<double>("edges")[row], columns.Arrays<double>("values")[row],
                columns.Values<byte>("density")[row] != 0),
            cancellationToken);

    /// <param name="values">The columns that are wanted.</param>
    async Task ReadAsync(
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
