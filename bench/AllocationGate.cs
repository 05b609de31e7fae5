using System.Text.Json;

namespace NeptuneAlt.Bench;

/// <summary>
/// Fails when a stage allocates more than <c>allocations.json</c> says, or a live series keeps more. Bytes are exact where times are not, so this
/// holds on any machine and takes seconds.
/// </summary>
static class AllocationGate
{
    const int WarmUps = 5;
    const int Iterations = 10;
    const string File = "allocations.json";

    /// <returns>0, or 1 if a stage is above its bound.</returns>
    public static int Run()
    {
        var path = Path.Combine(AppContext.BaseDirectory, File);
        var bounds = JsonSerializer.Deserialize<Dictionary<string, long>>(System.IO.File.ReadAllText(path)) ?? [];
        var failed = 0;
        Console.WriteLine($"{"stage",-20}{"of",10}{"bytes",14}{"allowed",14}{"each",10}");
        void Tell(string stage, long count, long bytes)
        {
            var isAllowed = bounds.TryGetValue(stage, out var allowed) && bytes <= allowed;
            if (!isAllowed) failed++;
            Console.WriteLine($"{stage,-20}{count,10}{bytes,14}{allowed,14}{(double)bytes / count,10:F2}{(isAllowed ? "" : "  TOO MUCH")}");
        }

        foreach (var (stage, points, run) in Stages()) Tell(stage, points, Measure(run));
        foreach (var (names, workload) in SeriesMemory.Kinds) Tell($"kept, {names}", workload.SeriesInAll, SeriesMemory.BytesOf(workload));
        return failed == 0 ? 0 : 1;
    }

    /// <summary>Each with the points that one operation takes in.</summary>
    static IEnumerable<(string Stage, int Points, Action Run)> Stages()
    {
        var decode = new DecodeBenchmarks();
        yield return ("route", TrainingRecord.Series, () => decode.Route());
        yield return ("decode", TrainingRecord.Series, () => decode.Decode());
        var judge = new JudgeBenchmarks();
        yield return ("judge", TrainingRecord.Series, () => judge.Judge());
        yield return ("birth", TrainingRecord.Series, () => judge.Birth());
        var encode = new EncodeBenchmarks();
        yield return ("encode", EncodeBenchmarks.Points, () => encode.Encode());
        yield return ("encode-summaries", EncodeBenchmarks.Points, () => encode.EncodeSummaries());
        var formulas = new FormulaComputeBenchmarks();
        foreach (var (stage, formula) in new[] { ("formula", "${a} - ${b}"), ("formula-hold", "${a} - hold(${sparse})"), ("formula-median", "roll_median(${a}, 500)") })
            yield return (stage, FormulaComputeBenchmarks.Points, () => formulas.Computed(formula));
    }

    /// <summary>Bytes allocated by one operation, on the average of many.</summary>
    static long Measure(Action run)
    {
        for (var i = 0; i < WarmUps; i++) run();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Iterations; i++) run();
        return (GC.GetAllocatedBytesForCurrentThread() - before) / Iterations;
    }
}
