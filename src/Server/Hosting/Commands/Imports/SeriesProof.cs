using System.IO.Hashing;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;

namespace NeptuneAlt.Server.Hosting.Commands.Imports;

/// <summary>What a series is compared by on both sides: how many points, which, and a checksum of all their bits.</summary>
struct SeriesProof
{
    public long Points;

    /// <summary>In micro-steps, as <see cref="LastStep"/>.</summary>
    public long FirstStep;
    public long LastStep;

    /// <summary>Of finite values, as the two below; meaningless without one.</summary>
    public double Min;
    public double Max;
    public double Sum;
    public long Finite;

    /// <summary>Of step, time and value of each point, whatever their order.</summary>
    public ulong Checksum;

    public void Add(long step, long time, double value)
    {
        AddBits(step, time, BitConverter.DoubleToUInt64Bits(double.IsNaN(value) ? double.NaN : value));
        if (!double.IsFinite(value)) return;

        (Min, Max) = Finite == 0 ? (value, value) : (Math.Min(Min, value), Math.Max(Max, value));
        Sum += value;
        Finite++;
    }

    public void Add(long step, long time, string text) =>
        AddBits(step, time, XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(text)));

    public void Add(long step, long time, ReadOnlySpan<double> edges, ReadOnlySpan<double> values, bool isDensity)
    {
        var hash = new XxHash3(isDensity ? 1 : 0);
        hash.Append(MemoryMarshal.AsBytes(edges));
        foreach (var value in values) hash.Append(BitConverter.GetBytes(value == 0 ? 0.0 : value)); // counts have no -0
        AddBits(step, time, hash.GetCurrentHashAsUInt64());
    }

    /// <summary>In words, for what differs.</summary>
    public readonly string Text => Points == 0 ? "no points" : FormattableString.Invariant(
        $"{Points} points from step {FirstStep / 1e6} to {LastStep / 1e6}, sum {Sum}, checksum {Checksum:x16}");

    public readonly bool Equals(in SeriesProof other) =>
        Points == other.Points && Checksum == other.Checksum
        && (Points == 0 || FirstStep == other.FirstStep && LastStep == other.LastStep);

    void AddBits(long step, long time, ulong bits)
    {
        if (Points++ == 0) FirstStep = step;
        LastStep = step;
        var mixed = (ulong)step * 0x9E3779B97F4A7C15 + BitOperations.RotateLeft((ulong)time * 0xC2B2AE3D27D4EB4F, 31) ^ bits;
        mixed = (mixed ^ mixed >> 32) * 0xD6E8FEB86659FD93;
        mixed = (mixed ^ mixed >> 32) * 0xD6E8FEB86659FD93;
        Checksum += mixed ^ mixed >> 32;
    }
}
