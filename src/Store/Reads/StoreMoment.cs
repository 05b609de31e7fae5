using System.Buffers.Text;
using System.Text;
using NeptuneAlt.Store.Sql;

namespace NeptuneAlt.Store.Reads;

/// <summary>
/// A state of the store, by the order of the log: how far each of its partitions was stored. What is stored of earlier records never
/// changes, so a series as of a moment is the same whenever it is read.
/// </summary>
public sealed class StoreMoment : IEquatable<StoreMoment>
{
    /// <summary>Far more than a log has.</summary>
    const int PartitionsMax = 1024;

    const int TextMax = 16 * PartitionsMax;

    readonly long[] _stored;

    /// <param name="time">When it was, in milliseconds since 1970: for people.</param>
    /// <param name="stored">By partition: the last offset that is stored; -1 before the first.</param>
    public StoreMoment(long time, IReadOnlyList<long> stored)
    {
        Time = time;
        _stored = [.. stored];
        Text = Write();
    }

    /// <summary>When it was, in milliseconds since 1970: for people.</summary>
    public long Time { get; }

    /// <summary>What <see cref="Parse"/> reads: letters, digits, <c>-</c> and <c>_</c>.</summary>
    public string Text { get; }

    /// <exception cref="BadQueryException">It is no moment.</exception>
    public static StoreMoment Parse(string text)
    {
        var fault = new BadQueryException("'asOf' is no moment: it is a text that this server gave for a moment.");
        if (text.Length > TextMax || !Base64Url.IsValid(text)) throw fault;

        var parts = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)).Split(' ');
        if (parts.Length is < 2 or > PartitionsMax + 1) throw fault;

        var numbers = new long[parts.Length];
        for (var i = 0; i < numbers.Length; i++)
            if (!long.TryParse(parts[i], out numbers[i]) || numbers[i] < -1) throw fault;
        return new StoreMoment(numbers[0], numbers[1..]);
    }

    public bool Equals(StoreMoment? other) => other?.Text == Text;

    public override bool Equals(object? obj) => Equals(obj as StoreMoment);

    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    /// <summary>The condition that a row was stored by then.</summary>
    internal string Condition(SqlText sql)
    {
        // A partition that came later had no row.
        long[] bounds = [.. _stored.Select(last => last + 1)];
        long[] partitions = [.. Enumerable.Range(0, bounds.Length).Select(partition => (long)partition)];
        return $"off < toUInt64(transform(toInt64(part), {sql.Bind(partitions)}, {sql.Bind(bounds)}, toInt64(0)))";
    }

    string Write() => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{Time} {string.Join(' ', _stored)}")));
}
