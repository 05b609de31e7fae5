using System.Runtime.CompilerServices;

namespace NeptuneAlt.Demo;

/// <summary>
/// Chance as a pure function: the same seed and place give the same draw, in any order and on any machine, so that
/// what was sent need not be remembered to be checked.
/// </summary>
static class Chance
{
    /// <summary>The finalizer of SplitMix64: every bit of the answer depends on every bit of the question.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Mix(ulong value)
    {
        value += 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }

    /// <summary>The draw as a fraction: at least 0, less than 1, with 24 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Fraction(ulong draw) => (draw >> 40) * (1.0 / (1 << 24));
}
