using Microsoft.Extensions.Caching.Memory;
using NeptuneAlt.Model;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Query.Series;

/// <summary>
/// Reads of one request, as of an earlier moment: each series ends where it ended then. Points that have been removed since are
/// missing; attributes that are no series are as they are now, as the store keeps their newest values only.
/// </summary>
/// <remarks>It goes with the flow of the request, so that no read of a series on the way can forget it.</remarks>
public sealed class AsOf(MomentReads reads) : IDisposable
{
    /// <summary>Bound of what is kept, about 200 bytes each: 20 MB.</summary>
    const long SeriesMax = 100_000;

    static readonly AsyncLocal<StoreMoment?> Entered = new();
    static readonly TimeSpan IdleMax = TimeSpan.FromMinutes(10);

    readonly MemoryCache _ends = new(new MemoryCacheOptions { SizeLimit = SeriesMax });

    /// <summary>The moment that this request reads at; <c>null</c>: now.</summary>
    public static StoreMoment? Moment => Entered.Value;

    /// <summary>From here on, what this call does and calls reads at the moment.</summary>
    public static void Enter(StoreMoment moment) => Entered.Value = moment;

    /// <summary>The same series as they were at the moment of the request.</summary>
    internal async Task<IReadOnlyList<ResolvedSeries>> EndAsync(
        IReadOnlyList<ResolvedSeries> series, CancellationToken cancellationToken)
    {
        if (Moment is not { } moment) return series;

        var ends = new Dictionary<(ulong, uint), long>();
        foreach (var type in series.Where(one => HasEnds(one.Type)).GroupBy(one => one.Type, one => one.Slices))
            await FindAsync(moment, type.Key, type.SelectMany(slices => slices), ends, cancellationToken);
        return [.. series.Select(one => one with
        {
            Slices = [.. one.Slices.Select(slice => HasEnds(one.Type)
                ? Ended(slice, ends[(slice.Run, slice.Series)])
                : slice with { AsOf = moment, IsLive = false })],
            MayHavePreviews = false, HasPreview = false,
        })];
    }

    public void Dispose() => _ends.Dispose();

    static bool HasEnds(AttributeType type) =>
        type is AttributeType.FloatSeries or AttributeType.StringSeries or AttributeType.HistogramSeries;

    static SeriesSlice Ended(SeriesSlice slice, long end) => slice with
    {
        To = Math.Min(slice.To, end), End = Math.Min(slice.End, end), IsLive = false,
    };

    async Task FindAsync(
        StoreMoment moment, AttributeType type, IEnumerable<SeriesSlice> slices, Dictionary<(ulong, uint), long> ends,
        CancellationToken cancellationToken)
    {
        var lacking = new HashSet<(ulong Run, uint Series)>();
        foreach (var slice in slices)
        {
            var series = (slice.Run, slice.Series);
            if (_ends.TryGetValue((moment, slice.Run, slice.Series), out long end)) ends[series] = end;
            else lacking.Add(series);
        }

        foreach (var (series, end) in await reads.LastStepsAsync(moment, type, lacking, cancellationToken))
        {
            ends[series] = end;
            _ends.Set((moment, series.Run, series.Series), end, new MemoryCacheEntryOptions { Size = 1, SlidingExpiration = IdleMax });
        }
    }
}
