using NeptuneAlt.Store.Chunks;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Query;

/// <summary>Stretches of series as chunks and what these leave over; together they hold each point once.</summary>
/// <param name="Chunks">In the order of the stretches, then of steps.</param>
/// <param name="Gaps">Where points have to be read.</param>
sealed record ChunkCover(List<ChunkRow> Chunks, List<SeriesSlice> Gaps)
{
    /// <summary>Covers stretches with chunks that lie wholly inside them.</summary>
    public static ChunkCover Of(
        IEnumerable<SeriesSlice> slices, IReadOnlyDictionary<(ulong Run, uint Series), IReadOnlyList<ChunkRow>> chunks)
    {
        var cover = new ChunkCover([], []);
        foreach (var slice in slices.Where(slice => !slice.IsEmpty))
            cover.Add(slice, chunks.GetValueOrDefault((slice.Run, slice.Series)) ?? []);
        return cover;
    }

    /// <summary>The stretches that chunks hold, those of neighbors together.</summary>
    public static List<SeriesSlice> GapsOf(IEnumerable<ChunkRow> chunks)
    {
        var gaps = new List<SeriesSlice>();
        ChunkRow? last = null;
        foreach (var chunk in chunks)
        {
            var isNext = last is { } before && chunk.Run == before.Run && chunk.Series == before.Series
                && chunk.Level == before.Level && chunk.Index == before.Index + 1;
            if (isNext) gaps[^1] = gaps[^1] with { To = chunk.Chunk.LastStep };
            else gaps.Add(chunk.Slice);
            last = chunk;
        }

        return gaps;
    }

    void Add(SeriesSlice slice, IReadOnlyList<ChunkRow> chunks)
    {
        // Chunks are disjoint and follow each other without a point between them: those inside are neighbors, and only at
        // the ends of the stretch something may be left over.
        var first = FirstEndingAfter(chunks, slice.After);
        var isCut = first < chunks.Count && chunks[first].Chunk.FirstStep <= slice.After;
        if (isCut) first++;
        var end = first;
        while (end < chunks.Count && chunks[end].Chunk.LastStep <= slice.To) end++;
        // Rows are wide: a list that grows by itself copies them again and again.
        Chunks.EnsureCapacity(Chunks.Count + end - first);
        for (var i = first; i < end; i++) Chunks.Add(chunks[i]);
        if (end == first)
        {
            Gaps.Add(slice);
            return;
        }

        if (isCut) Gaps.Add(slice with { To = chunks[first].Chunk.FirstStep - 1 });
        if (chunks[end - 1].Chunk.LastStep < slice.To) Gaps.Add(slice with { After = chunks[end - 1].Chunk.LastStep });
    }

    static int FirstEndingAfter(IReadOnlyList<ChunkRow> chunks, long step)
    {
        var (low, high) = (0, chunks.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (chunks[middle].Chunk.LastStep > step) high = middle;
            else low = middle + 1;
        }

        return low;
    }
}
