using NeptuneAlt.LoadTests.Workloads;

namespace NeptuneAlt.LoadTests.Reads;

/// <summary>What to log first, and what to ask then. Steps are what a smaller scale makes fewer of; runs for R4, series for
/// R5 and R7.</summary>
sealed record ReadScenario(string Name, string What, Workload Seed)
{
    static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    public static IReadOnlyList<ReadScenario> All { get; } =
    [
        new("R1", "a chart of one long series", Long(runs: 1, series: 1, steps: 1_000_000)),
        new("R2", "a chart of 100 long series", Long(runs: 100, series: 1, steps: 1_000_000)),
        new("R3", "20 charts of 10 runs, asked again as they grow", Long(runs: 10, series: 20, steps: 100_000)),
        new("R4", "runs sorted and filtered by a metric", new("R4", 100_000, 5, 2, Second, Connections: 16)),
        new("R5", "a regex over names of attributes, and all of a wide run", Wide("R5", 100_000)),
        new("R6", "all points of one run", Long(runs: 1, series: 1_000, steps: 2_000)),
        new("R7", "a project of a million definitions", Wide("R7", 1_000_000)),
        new("R8", "formulas of 20 runs", Long(runs: 20, series: 2, steps: 100_000)),
    ];

    public static ReadScenario Named(string name) =>
        All.FirstOrDefault(scenario => scenario.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw new ArgumentException($"There is no scenario '{name}', only {string.Join(", ", All.Select(s => s.Name))}.");

    public ReadScenario Scaled(double fraction) => this with { Seed = Seed.Scaled(fraction) };

    static Workload Wide(string name, int series) =>
        new(name, Runs: 1, series, Steps: 2, Second, Connections: 1) { ScaledBy = ScaledBy.Series };

    static Workload Long(int runs, int series, int steps) =>
        new("R", runs, series, steps, Second, Math.Min(runs, 8)) { ScaledBy = ScaledBy.Steps };
}
