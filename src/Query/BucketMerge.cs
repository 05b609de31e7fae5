using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Query;

/// <summary>Puts buckets together that were summed up in parts.</summary>
sealed class BucketMerge
{
    readonly Dictionary<int, SortedDictionary<long, Bucket>> _lines = [];

    public void Add(int line, in Bucket bucket)
    {
        if (!_lines.TryGetValue(line, out var buckets)) _lines[line] = buckets = [];
        buckets[bucket.Index] = buckets.TryGetValue(bucket.Index, out var known)
            ? known.With(bucket)
            : bucket with { Line = line };
    }

    /// <summary>A line's buckets by index.</summary>
    public IReadOnlyList<Bucket> Line(int line) => _lines.TryGetValue(line, out var buckets) ? [.. buckets.Values] : [];
}
