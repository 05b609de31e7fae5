using System.Runtime.CompilerServices;

namespace NeptuneAlt.LoadTests.Workloads;

/// <summary>
/// The points of a workload as a function of seed, run, series and step. They look like a training run's: single
/// precision, a level that falls off with the steps, and noise. A dirty workload has some NaN and infinities too.
/// </summary>
sealed class PointValues
{
    const int JitterMs = 200;
    const long FirstStepMs = 1_704_067_200_000; // 2024-01-01
    const uint SpecialOneIn = 1000;

    readonly long _intervalMs;
    readonly bool _hasSpecials;
    readonly ulong _seed;
    readonly ulong[] _series;

    public PointValues(Workload workload, ulong seed)
    {
        _intervalMs = (long)workload.StepInterval.TotalMilliseconds;
        _hasSpecials = workload.IsDirty;
        _seed = Chance.Mix(seed);
        _series = new ulong[workload.Series];
        for (var series = 0; series < _series.Length; series++) _series[series] = Chance.Mix(_seed + (ulong)series);
    }

    /// <summary>What <see cref="Of"/> and <see cref="Draw"/> need to know of a run.</summary>
    public ulong RunKey(int run) => Chance.Mix(_seed ^ ((ulong)run + 1) << 32);

    /// <summary>The value of one point. Steps count from 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Of(ulong runKey, int series, long step)
    {
        var key = _series[series];
        var draw = Chance.Mix(key ^ (runKey + (ulong)step));
        var level = Chance.Fraction(key << 8);
        var value = (float)(level * (1 + 10.0 / (step + 10)) + 0.05 * Chance.Fraction(draw));
        return _hasSpecials && (uint)draw % SpecialOneIn == 0 ? Special((uint)draw / SpecialOneIn) : value;
    }

    /// <summary>Chance of other kinds at one point.</summary>
    public ulong Draw(ulong runKey, int series, long step, ulong kind) =>
        Chance.Mix(Chance.Mix(_series[series] + kind) ^ (runKey + (ulong)step));

    /// <summary>When a run's step is logged, in ms since 1970. Grows with the steps, not quite evenly.</summary>
    public long TimeMs(ulong runKey, long step) =>
        FirstStepMs + step * _intervalMs + (long)(Chance.Mix(runKey - (ulong)step) % JitterMs);

    static double Special(uint draw) => (draw % 3) switch
    {
        0 => double.NaN,
        1 => double.PositiveInfinity,
        _ => double.NegativeInfinity,
    };
}

/// <summary>Names of series as training code makes them: grouped by layer, 30 to 50 bytes long.</summary>
static class SeriesNames
{
    static readonly string[] Kinds =
        ["grad_norm", "weight_norm", "activation/mean", "activation/std", "attention/entropy", "update_ratio"];

    public static string Of(int series) =>
        $"train/layers/{series / Kinds.Length:D5}/{Kinds[series % Kinds.Length]}/rank_{series % 8}";

    /// <summary>What each rank of a job logs about itself.</summary>
    public static string OfRank(int rank, int metric) =>
        $"ranks/{rank:D5}/layers/{metric / Kinds.Length:D3}/{Kinds[metric % Kinds.Length]}";
}
