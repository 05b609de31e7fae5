using System.Globalization;

namespace NeptuneAlt.Demo;

/// <summary>How the training of one run goes.</summary>
enum Course
{
    Steady,

    /// <summary>The loss jumps up now and then, and comes back.</summary>
    Spiky,

    /// <summary>Nothing is learned for a while.</summary>
    Plateau,

    /// <summary>The loss grows without end, then is not a number.</summary>
    Diverging,
}

/// <summary>One run of the plan: who it is and how it goes.</summary>
/// <param name="Index">Counts from 0; with the seed it decides all values.</param>
/// <param name="Steps">The last step.</param>
/// <param name="Parent">Null for a root.</param>
/// <param name="ForkStep">The last step that a fork has from its parent; 0 for a root.</param>
sealed record TrainingRun(
    ulong Key, int Index, string Id, string Experiment, Course Course, int Steps, TrainingRun? Parent, int ForkStep)
{
    static readonly string[] Sizes = ["125m", "350m", "1.3b", "2.7b"];
    static readonly int[] Widths = [768, 1024, 2048, 2560];
    static readonly string[] Optimizers = ["adamw", "lion", "muon"];
    static readonly double[] PeakRates = [1e-4, 2e-4, 3e-4, 6e-4, 1e-3];

    public TrainingRun Root => Parent?.Root ?? this;

    public int Depth => Parent is null ? 0 : Parent.Depth + 1;

    public int SizeIndex => Root.Index % Sizes.Length;

    public string Size => Sizes[SizeIndex];

    public int Width => Widths[SizeIndex];

    public string Optimizer => Optimizers[Root.Index / 2 % Optimizers.Length];

    /// <summary>The learning rate after the warm-up; each fork halves its parent's.</summary>
    public double PeakRate => Parent is null ? PeakRates[Index * 3 % PeakRates.Length] : Parent.PeakRate / 2;

    public int WarmUp => Math.Max(1, Root.Steps / (Root.Index % 2 == 0 ? 20 : 10));

    public double SecondsPerStep => 0.8 + 0.4 * SizeIndex;

    public static string NameOf(int index, double rate) => string.Create(
        CultureInfo.InvariantCulture, $"{Sizes[index % Sizes.Length]}-{Optimizers[index / 2 % Optimizers.Length]}-lr{rate:0.######}");

    public static double RootRate(int index) => PeakRates[index * 3 % PeakRates.Length];
}
