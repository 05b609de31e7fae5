using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Query.Charts;

/// <summary>Finds where series have points that are not committed yet.</summary>
sealed class PreviewTails(FloatReads floats)
{
    /// <summary>The stretches whose previews count: those behind the last committed point of the whole series.</summary>
    public async Task<IReadOnlyList<SeriesSlice>[]> FindAsync(
        IReadOnlyList<SeriesSlice>[] series, bool[] areWanted, CancellationToken cancellationToken)
    {
        var tails = new IReadOnlyList<SeriesSlice>[series.Length];
        Array.Fill(tails, []);
        var wanted = Enumerable.Range(0, series.Length).Where(number => areWanted[number])
            .SelectMany(number => series[number].Select(slice => (Number: number, Slice: slice))).ToArray();
        if (wanted.Length == 0) return tails;

        var found = await floats.PreviewsAsync([.. wanted.Select(one => one.Slice)], cancellationToken);
        var live = Enumerable.Range(0, wanted.Length).Where(part => found.Count(part) > 0)
            .Select(part => wanted[part].Number).Distinct().ToArray();
        if (live.Length == 0) return tails;

        var parts = live.SelectMany(number => series[number].Select(slice => (number, slice))).ToArray();
        var steps = await floats.LastStepsAsync([.. parts.Select(part => part.slice)], cancellationToken);
        foreach (var group in parts.Zip(steps).GroupBy(one => one.First.number))
        {
            var last = group.Max(one => one.Second);
            tails[group.Key] = [.. group.Select(one => one.First.slice with
            {
                After = Math.Max(one.First.slice.After, last),
            })];
        }

        return tails;
    }
}
