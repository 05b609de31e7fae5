using Microsoft.Extensions.Caching.Memory;
using NeptuneAlt.Store.Rollups;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Query.Charts;

/// <summary>
/// Cells of series for whose charts stored rollups are too wide: figures of the points in equal ranges of steps. Points
/// do not change, so a series is summed up once, and after that only what has grown at its end.
/// </summary>
public sealed class CellCache(RollupTable table) : IDisposable
{
    /// <summary>Bound of what is kept, 180 bytes each: 90 MB.</summary>
    public const long RowsMax = 500_000;

    /// <summary>Cells that are finer than wanted are used as well, up to this factor.</summary>
    const int FinerMax = 4;

    static readonly TimeSpan IdleMax = TimeSpan.FromMinutes(10);

    readonly MemoryCache _series = new(new MemoryCacheOptions { SizeLimit = RowsMax });

    /// <summary>
    /// The cells of series, each from its first point to the end of the range or further, in the order of steps.
    /// </summary>
    /// <param name="ranges">No series twice; of each its cells' greatest width in micro-steps, a power of two.</param>
    /// <param name="withDeviations">Whether cells need them.</param>
    public async Task<IReadOnlyDictionary<(ulong Run, uint Series), IReadOnlyList<RollupRow>>> ReadAsync(
        IReadOnlyList<(SeriesSlice Range, long Width)> ranges, bool withDeviations, CancellationToken cancellationToken)
    {
        var found = new Dictionary<(ulong, uint), IReadOnlyList<RollupRow>>();
        var lacking = new List<(Entry Entry, SeriesSlice Slice)>();
        foreach (var (range, width) in ranges)
        {
            var entry = EntryOf(range, width, withDeviations);
            found[(range.Run, range.Series)] = entry.Rows;
            if (entry.End < range.To) lacking.Add((entry, range with { After = Math.Max(entry.End, range.After) }));
        }

        foreach (var alike in lacking.GroupBy(one => (one.Entry.Width, one.Entry.HasDeviations)))
        {
            var cells = await table.CellsAsync(
                [.. alike.Select(one => one.Slice)], alike.Key.Width, alike.Key.HasDeviations, cancellationToken);
            foreach (var (entry, slice) in alike)
            {
                var grown = entry.With(cells.GetValueOrDefault((slice.Run, slice.Series)) ?? [], slice);
                found[(slice.Run, slice.Series)] = grown.Rows;
                _series.Set(
                    (slice.Run, slice.Series), grown,
                    new MemoryCacheEntryOptions { Size = grown.Rows.Count + 1, SlidingExpiration = IdleMax });
            }
        }

        return found;
    }

    public void Dispose() => _series.Dispose();

    Entry EntryOf(SeriesSlice range, long width, bool withDeviations)
    {
        if (_series.Get<Entry>((range.Run, range.Series)) is not { } entry || entry.Width > width
            || (withDeviations && !entry.HasDeviations))
            return new Entry(width, long.MinValue, [], withDeviations);
        return entry.Width * FinerMax >= width ? entry : entry.Widened(width);
    }

    /// <param name="Width">Width of a cell, in micro-steps.</param>
    /// <param name="End">The step up to which cells contain all points.</param>
    /// <param name="HasDeviations">Its cells have them, and new ones get them.</param>
    sealed record Entry(long Width, long End, IReadOnlyList<RollupRow> Rows, bool HasDeviations)
    {
        public Entry With(List<Rollup> cells, SeriesSlice slice) => this with
        {
            End = slice.To,
            Rows =
            [
                .. Rows,
                .. cells.Select((cell, place) => new RollupRow(slice.Run, slice.Series, 0, (uint)(Rows.Count + place), cell)),
            ],
        };

        public Entry Widened(long width)
        {
            var rows = new List<RollupRow>();
            foreach (var row in Rows)
            {
                if (rows.Count > 0 && rows[^1] is var last && last.Rollup.FirstStep / width == row.Rollup.FirstStep / width)
                {
                    var rollup = last.Rollup;
                    rollup.Append(row.Rollup);
                    rows[^1] = last with { Rollup = rollup };
                }
                else
                {
                    rows.Add(row with { Index = (uint)rows.Count });
                }
            }

            return this with { Width = width, Rows = rows };
        }
    }
}
