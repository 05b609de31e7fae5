using System.Globalization;
using NeptuneAlt.LoadTests.Reports;

namespace NeptuneAlt.LoadTests.Faults;

/// <summary>The command <c>faults</c>: each fault some times, on a server of its own, under load.</summary>
static class FaultsCommand
{
    public static IReadOnlyDictionary<string, Func<ulong, CancellationToken, Task<FaultTrial>>> All { get; } =
        new Dictionary<string, Func<ulong, CancellationToken, Task<FaultTrial>>>
        {
            ["kill"] = KillFault.TryAsync, ["store"] = StoreFault.TryAsync, ["hot"] = HotRunFault.TryAsync,
        };

    /// <returns>0, or 1 if a point was lost, doubled or wrong in any trial.</returns>
    public static async Task<int> RunAsync(
        IReadOnlyList<string> faults, int trials, ulong seed, string? json, CancellationToken cancellationToken)
    {
        var reports = new List<FaultReport>();
        foreach (var fault in faults)
        {
            var made = new List<FaultTrial>();
            for (var trial = 0; trial < trials; trial++)
            {
                made.Add(await All[fault](seed + (ulong)trial, cancellationToken));
                Console.WriteLine($"{fault} {trial + 1}: {Text(made[^1])}");
            }

            var report = FaultReport.Of(fault, made);
            reports.Add(report);
            Console.WriteLine($"{fault}: {report.Clean} of {trials} trials without a point lost, doubled or wrong");
            foreach (var (name, spread) in report.Figures)
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture, $"  {name,-40}{spread.Median} ({spread.Min} to {spread.Max})"));
        }

        if (json is not null) ReportFile.Write(json, reports);
        return reports.All(report => report.Clean == report.Trials) ? 0 : 1;
    }

    static string Text(FaultTrial trial) => (trial.Faults.Count == 0 ? "clean" : string.Join("; ", trial.Faults)) + ", "
        + string.Join(", ", trial.Figures.Select(figure => string.Create(CultureInfo.InvariantCulture, $"{figure.Key} {figure.Value:F2}")));
}

/// <summary>What one trial showed.</summary>
/// <param name="Faults">What was lost, doubled or wrong: the first few.</param>
sealed record FaultTrial(IReadOnlyList<string> Faults, IReadOnlyDictionary<string, double> Figures)
{
    public static FaultTrial Of(RunReport report, Dictionary<string, double> figures)
    {
        figures["points_acknowledged"] = report.PointsAcknowledged;
        List<string> faults = [.. report.Faults];
        if (!report.AllVisible) faults.Add("not all became visible");
        return new FaultTrial(faults, figures);
    }
}

/// <summary>What all trials of a fault showed.</summary>
/// <param name="Clean">Trials in which all that was acknowledged was there, once, with the verdicts of the rules.</param>
sealed record FaultReport(string Fault, int Trials, int Clean, IReadOnlyDictionary<string, Spread> Figures, IReadOnlyList<string> Faults)
{
    public static FaultReport Of(string fault, IReadOnlyList<FaultTrial> trials) => new(
        fault, trials.Count, trials.Count(trial => trial.Faults.Count == 0),
        trials.SelectMany(trial => trial.Figures).GroupBy(figure => figure.Key)
            .ToDictionary(figures => figures.Key, figures => Spread.Of([.. figures.Select(figure => figure.Value)])),
        [.. trials.SelectMany(trial => trial.Faults)]);
}
