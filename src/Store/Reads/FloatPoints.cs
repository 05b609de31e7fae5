using NeptuneAlt.Store.Native;

namespace NeptuneAlt.Store.Reads;

/// <summary>The points of some slices of float series, in columns.</summary>
public sealed class FloatPoints
{
    readonly (Columns? Columns, int Start, int Count)[] _slices;

    internal FloatPoints(int slices) => _slices = new (Columns?, int, int)[slices];

    /// <summary>How many points of the slice were read.</summary>
    public int Count(int slice) => _slices[slice].Count;

    /// <summary>Micro-steps, in the order asked for.</summary>
    public ReadOnlySpan<long> Steps(int slice) => Values<long>(slice, "step");

    /// <summary>Milliseconds since 1970.</summary>
    public ReadOnlySpan<long> Timestamps(int slice) => Values<long>(slice, "ts");

    public ReadOnlySpan<double> Values(int slice) => Values<double>(slice, "value");

    /// <summary>Of the log, where a point came from; only of some reads.</summary>
    public ReadOnlySpan<ushort> Partitions(int slice) => Values<ushort>(slice, "part");

    /// <summary>In that partition.</summary>
    public ReadOnlySpan<ulong> Offsets(int slice) => Values<ulong>(slice, "off");

    /// <summary>Of previews: how far each is on its way to being committed.</summary>
    public ReadOnlySpan<float> Completion(int slice) => Values<float>(slice, "completion");

    /// <summary>Takes a round's answer, whose rows of one series lie together.</summary>
    internal void Take(Columns columns, IReadOnlyList<SeriesSlice> slices, IEnumerable<int> round)
    {
        var numbers = round.ToDictionary(index => (slices[index].Run, slices[index].Series));
        var runs = columns.Values<ulong>("run");
        var series = columns.Values<uint>("series");
        for (var start = 0; start < columns.Rows;)
        {
            var end = start + 1;
            while (end < columns.Rows && series[end] == series[start] && runs[end] == runs[start]) end++;
            _slices[numbers[(runs[start], series[start])]] = (columns, start, end - start);
            start = end;
        }
    }

    ReadOnlySpan<T> Values<T>(int slice, string column)
        where T : unmanaged =>
        _slices[slice] is (not null, _, _) and var (columns, start, count)
            ? columns.Values<T>(column).Slice(start, count)
            : default;
}
