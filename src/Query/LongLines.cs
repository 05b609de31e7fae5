using NeptuneAlt.Store.Chunks;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Query;

/// <summary>Finds the chunks that stand for the points of long lines.</summary>
public sealed class LongLines(ChunkCache chunks)
{
    /// <summary>From here on a series is worth a look for chunks: below, its points are read in no time.</summary>
    public const long PointsMin = 2 * Chunk.CoarsePoints;

    /// <summary>Covers lines as coarsely as a view may need.</summary>
    /// <param name="points">Points of the longest, about.</param>
    internal async Task CoverAsync(
        IReadOnlyList<ChunkedLine> lines, BucketView view, long points, CancellationToken cancellationToken)
    {
        if (lines.Count == 0 || !MayHelp(view, points, Chunk.FinePoints)) return;

        if (MayHelp(view, points, Chunk.CoarsePoints))
            await CoverAsync(lines, 2, line => line.Coarse, points, cancellationToken);
        await CoverAsync(lines, 1, line => line.Fine, points, cancellationToken);
    }

    /// <summary>Step and time of lines' first points, as far as chunks tell; by the lines' places.</summary>
    /// <param name="points">Points of the longest, about.</param>
    internal async Task<IReadOnlyDictionary<int, (long Step, long Time)>> BeginningsAsync(
        IReadOnlyList<ChunkedLine> lines, long points, CancellationToken cancellationToken)
    {
        var firsts = lines.Select(line => (line.Place, Slice: line.Source.Operands[0].Points.First(slice => !slice.IsEmpty))).ToArray();
        if (firsts.Length == 0) return new Dictionary<int, (long, long)>();

        var found = await chunks.ReadAsync([.. firsts.Select(first => first.Slice)], 2, points, cancellationToken);
        return firsts.Select(first => (first.Place, first.Slice, Rows: found.GetValueOrDefault((first.Slice.Run, first.Slice.Series))))
            .Where(first => first.Rows is [var row, ..] && first.Slice.After < row.Chunk.FirstStep && first.Slice.To >= row.Chunk.FirstStep)
            .ToDictionary(first => first.Place, first => (first.Rows![0].Chunk.FirstStep, first.Rows[0].Chunk.FirstTime));
    }

    /// <summary>Replaces the chunks that are too wide for the grid by finer ones, and these by points.</summary>
    /// <returns>The points to read beside the lines' gaps, and how many they are.</returns>
    internal async Task<(List<(ChunkedLine Line, SeriesSlice Slice)> Gaps, long Points)> RefineAsync(
        IReadOnlyList<ChunkedLine> lines, BucketGrid grid, long points, CancellationToken cancellationToken)
    {
        var gaps = lines.Select(line => TakeTooWide(line, line.Coarse, grid).Gaps).ToArray();
        var slices = gaps.SelectMany(list => list).ToArray();
        if (slices.Length > 0)
        {
            var found = await chunks.ReadAsync(slices, 1, points, cancellationToken);
            for (var i = 0; i < lines.Count; i++)
            {
                var cover = ChunkCover.Of(gaps[i], found);
                lines[i].Fine.AddRange(cover.Chunks);
                gaps[i] = cover.Gaps;
            }
        }

        var all = new List<(ChunkedLine, SeriesSlice)>();
        var count = gaps.Sum(list => list.Count) * (long)Chunk.CoarsePoints;
        for (var i = 0; i < lines.Count; i++)
        {
            var (wide, held) = TakeTooWide(lines[i], lines[i].Fine, grid);
            all.AddRange(gaps[i].Concat(wide).Select(slice => (lines[i], slice)));
            count += held;
        }

        return (all, count);
    }

    /// <summary>Whether chunks of so many points fit into buckets. Cut evenly, a line's buckets may all be narrower.</summary>
    static bool MayHelp(BucketView view, long points, int chunkPoints) =>
        view.From is not null || view.To is not null || view.IsLogarithmic || points / chunkPoints >= view.BucketsMax;

    static (List<SeriesSlice> Gaps, long Points) TakeTooWide(ChunkedLine line, List<ChunkRow> rows, BucketGrid grid)
    {
        var wide = rows.Where(row => line.IsTooWide(row.Chunk, grid)).ToArray();
        if (wide.Length > 0) rows.RemoveAll(row => line.IsTooWide(row.Chunk, grid));
        return (ChunkCover.GapsOf(wide), wide.Sum(row => row.Chunk.Points));
    }

    async Task CoverAsync(
        IReadOnlyList<ChunkedLine> lines, int level, Func<ChunkedLine, List<ChunkRow>> target, long points,
        CancellationToken cancellationToken)
    {
        var slices = lines.SelectMany(line => line.Gaps).Where(slice => !slice.IsEmpty).ToArray();
        if (slices.Length == 0) return;

        var found = await chunks.ReadAsync(slices, level, points, cancellationToken);
        foreach (var line in lines)
        {
            var cover = ChunkCover.Of(line.Gaps, found);
            // A chunk that begins where a logarithmic axis has no place may still have points further on.
            target(line).AddRange(cover.Chunks.Where(row => line.HasPlace(row.Chunk)));
            line.Gaps.Clear();
            line.Gaps.AddRange(cover.Gaps);
            line.Gaps.AddRange(ChunkCover.GapsOf(cover.Chunks.Where(row => !line.HasPlace(row.Chunk))));
        }
    }
}
