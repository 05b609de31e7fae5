using System.IO.Hashing;
using System.Runtime.InteropServices;
using NeptuneAlt.Ingest.Blocks;
using NeptuneAlt.Model;

namespace NeptuneAlt.Ingest.Runs;

/// <summary>
/// A value that steps back and is refused. Whether it is told as a repeat depends on what is stored at its step, which the
/// run's state does not have in memory; <see cref="DuplicateSearch"/> finds out for a whole turn at once. No row and no later
/// verdict depends on it.
/// </summary>
/// <param name="Type">Of the series.</param>
/// <param name="Bits">Of the value; see <see cref="BitsOf(double)"/>.</param>
/// <param name="Refused">The row of <see cref="RunBlock.Errors"/> that counts it for now.</param>
/// <param name="Repeated">The row that counts it if it is a repeat; the same one, if that is about this value alone.</param>
[GenerateSerializer, Immutable]
public readonly record struct Doubt(
    [property: Id(0)] AttributeType Type, [property: Id(1)] bool IsPreview, [property: Id(2)] uint Series,
    [property: Id(3)] long Step, [property: Id(4)] ulong Bits, [property: Id(5)] int Refused, [property: Id(6)] int Repeated)
{
    /// <summary>Equal for equal values: 0 and -0 are, and NaN is equal to itself.</summary>
    public static ulong BitsOf(double value) =>
        value == 0 ? 0 : BitConverter.DoubleToUInt64Bits(double.IsNaN(value) ? double.NaN : value);

    public static ulong BitsOf(ReadOnlySpan<byte> text) => XxHash3.HashToUInt64(text);

    public static ulong BitsOf(ReadOnlySpan<double> edges, ReadOnlySpan<double> values, bool isDensity)
    {
        var hash = new XxHash3(isDensity ? 1 : 0);
        hash.Append(MemoryMarshal.AsBytes(edges));
        hash.Append(MemoryMarshal.AsBytes(values));
        return hash.GetCurrentHashAsUInt64();
    }
}
