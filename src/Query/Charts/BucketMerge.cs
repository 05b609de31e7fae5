using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Query.Charts;

/// <summary>Puts buckets together that were summed up in parts.</summary>
sealed class BucketMerge
{
    readonly Dictionary<int, List<Bucket>> _lines = [];

    public void Add(int line, in Bucket bucket)
    {
        if (!_lines.TryGetValue(line, out var parts)) _lines[line] = parts = [];
        parts.Add(bucket.Line == line ? bucket : bucket with { Line = line });
    }

    /// <summary>A line's buckets by index.</summary>
    public IReadOnlyList<Bucket> Line(int line)
    {
        if (!_lines.TryGetValue(line, out var parts)) return [];

        // Most parts come in the order of the axis.
        for (var i = 1; i < parts.Count; i++)
        {
            if (parts[i].Index > parts[i - 1].Index) continue;

            return Joined(parts);
        }

        return parts;
    }

    /// <summary>A line with a bucket in front that holds all of another which lies before it, and that alone.</summary>
    public static IReadOnlyList<Bucket> WithPrefixBucket(IReadOnlyList<Bucket> before, IReadOnlyList<Bucket> line) =>
        before.Count == 0 ? line : [.. Joined([.. before.Select(bucket => bucket with { Index = 0 })]), .. line];

    static List<Bucket> Joined(IReadOnlyList<Bucket> parts)
    {
        var joined = new List<Bucket>();
        foreach (var part in parts.OrderBy(part => part.Index))
        {
            if (joined.Count > 0 && joined[^1].Index == part.Index) joined[^1] = joined[^1].With(part);
            else joined.Add(part);
        }

        return joined;
    }
}
