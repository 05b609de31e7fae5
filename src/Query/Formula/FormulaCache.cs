using Microsoft.Extensions.Caching.Memory;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Query.Formula;

/// <summary>
/// Results of formulas: of runs that are no longer written, which never change, and the sums of what lies at the beginning of lines that
/// grow. Names say what was computed of which points, so entries are never wrong and need not be dropped.
/// </summary>
public sealed class FormulaCache : IDisposable
{
    /// <summary>Bound of what is kept: 64 MB.</summary>
    const long BytesMax = 64 << 20;

    /// <summary>What an entry takes beside its content, about.</summary>
    const int EntryBytes = 400;
    const int BucketBytes = 176;

    static readonly TimeSpan IdleMax = TimeSpan.FromMinutes(10);

    readonly MemoryCache _entries = new(new MemoryCacheOptions { SizeLimit = BytesMax });

    internal T? Find<T>(FormulaEntry<T> entry)
        where T : class => entry.Key is null ? null : _entries.Get<T>(entry);

    /// <param name="entry">Without a key, nothing is kept.</param>
    /// <param name="buckets">How many it holds.</param>
    internal void Keep<T>(FormulaEntry<T> entry, T value, int buckets = 0)
        where T : class
    {
        if (entry.Key is null) return;

        _entries.Set(entry, value, new MemoryCacheEntryOptions
        {
            Size = EntryBytes + (buckets * (long)BucketBytes), SlidingExpiration = IdleMax,
        });
    }

    public void Dispose() => _entries.Dispose();
}

/// <summary>Names something kept.</summary>
/// <param name="Key">Of the plan; <c>null</c>: it is not kept.</param>
/// <param name="How">How its rows lie on the chart; <c>null</c> of what has none.</param>
/// <param name="Grid">Of the chart; <c>null</c> of what has none.</param>
readonly record struct FormulaEntry<T>(string? Key, FormulaPlacement? How = null, BucketGrid? Grid = null);

/// <summary>How rows of a line lie on a chart.</summary>
/// <param name="After">Rows up to this step, in micro-steps, are the first bucket; <c>null</c>: they lie where they are.</param>
readonly record struct FormulaPlacement(
    BucketAxis Axis, bool IsLogarithmic, bool Normalize, bool IsBefore, long? After, bool WithDeviations);

/// <summary>The least and the greatest x of a line.</summary>
sealed record KeptRange(double From, double To);

/// <summary>A line's buckets.</summary>
/// <param name="First">What it was divided by.</param>
/// <param name="Why">Why it is empty.</param>
sealed record KeptLine(IReadOnlyList<Bucket> Buckets, double? First, FormulaDiagnostic? Why);

/// <summary>The sum of all rows of a line up to a step at which each operand has a committed point.</summary>
/// <param name="First">The first finite value.</param>
sealed record KeptHead(long Step, Bucket Sum, double? First);
