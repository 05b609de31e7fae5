using NeptuneAlt.Store.Chunks;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Query;

/// <summary>Finds the chunks that stand for the points of long lines.</summary>
public sealed class LongLines(ChunkTable table)
{
    /// <summary>Covers lines as coarsely as a view may need.</summary>
    /// <param name="lines">Of one series each, on an axis that is not custom.</param>
    /// <param name="points">Points of the longest, about.</param>
    internal async Task<ChunkedLine[]> OpenAsync(
        IReadOnlyList<(int Place, BucketLine Source)> lines, BucketView view, long points, CancellationToken cancellationToken)
    {
        if (lines.Count == 0) return [];

        var opened = lines.Select(line => new ChunkedLine(
            line.Place, line.Source, new ChartAxis(view.Axis, view.IsLogarithmic, line.Source.OriginMillis), [], [],
            [.. line.Source.Operands[0].Points])).ToArray();
        // Cut evenly, chunks of level 2 would be too wide: then they need not be read.
        if (view.From is not null || view.IsLogarithmic || points / Chunk.CoarsePoints >= view.BucketsMax)
            await CoverAsync(opened, 2, line => line.Coarse, cancellationToken);
        await CoverAsync(opened, 1, line => line.Fine, cancellationToken);
        return opened;
    }

    /// <summary>Replaces the chunks that are too wide for the grid by finer ones, and these by points.</summary>
    /// <returns>The points to read beside the lines' gaps, by line; no series twice in one of a line's lists.</returns>
    internal async Task<List<SeriesSlice>[]> RefineAsync(
        ChunkedLine[] lines, BucketGrid grid, CancellationToken cancellationToken)
    {
        var gaps = lines.Select(line => TakeTooWide(line, line.Coarse, grid)).ToArray();
        var slices = gaps.SelectMany(list => list).ToArray();
        if (slices.Length > 0)
        {
            var found = await table.ReadAsync(slices, 1, cancellationToken);
            for (var i = 0; i < lines.Length; i++)
            {
                var cover = ChunkCover.Of(gaps[i], found);
                lines[i].Fine.AddRange(cover.Chunks);
                gaps[i] = cover.Gaps;
            }
        }

        for (var i = 0; i < lines.Length; i++) gaps[i].AddRange(TakeTooWide(lines[i], lines[i].Fine, grid));
        return gaps;
    }

    static List<SeriesSlice> TakeTooWide(ChunkedLine line, List<ChunkRow> chunks, BucketGrid grid)
    {
        var gaps = ChunkCover.GapsOf(chunks.Where(row => line.IsTooWide(row.Chunk, grid)));
        if (gaps.Count > 0) chunks.RemoveAll(row => line.IsTooWide(row.Chunk, grid));
        return gaps;
    }

    async Task CoverAsync(
        ChunkedLine[] lines, int level, Func<ChunkedLine, List<ChunkRow>> target, CancellationToken cancellationToken)
    {
        var slices = lines.SelectMany(line => line.Gaps).Where(slice => !slice.IsEmpty).ToArray();
        if (slices.Length == 0) return;

        var found = await table.ReadAsync(slices, level, cancellationToken);
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
