namespace NeptuneAlt.LoadTests.Workloads;

/// <summary>How much is logged, by how many runs, and how fast when paced.</summary>
/// <param name="Runs">Each is written by clients of its own, each of which sends one request at a time.</param>
/// <param name="Series">Float series of each run; all get a point at each step.</param>
/// <param name="Steps">Steps of each run, 1, 2, 3 …</param>
/// <param name="StepInterval">Time between two steps: between their timestamps, and between requests when paced.</param>
/// <param name="Connections">Requests under way at once when not paced.</param>
sealed record Workload(string Name, int Runs, int Series, int Steps, TimeSpan StepInterval, int Connections)
{
    const int ConnectionsUsual = 16;
    static readonly TimeSpan Usual = TimeSpan.FromSeconds(25);
    static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    /// <summary>Steps that a request carries at most; otherwise its size decides.</summary>
    public int RequestStepsMax { get; init; } = int.MaxValue;

    /// <summary>Retries, late points, invalid values, and clients that die in the middle of a request.</summary>
    public bool IsDirty { get; init; }

    /// <summary>Clients that log to one run together, as the ranks of a job do: each its own share of the series.</summary>
    public int WritersPerRun { get; init; } = 1;

    /// <summary>What a smaller scale makes fewer of.</summary>
    public ScaledBy ScaledBy { get; init; } = ScaledBy.Runs;

    public int SeriesPerWriter => Series / WritersPerRun;

    /// <summary>Series of all runs.</summary>
    public long SeriesInAll => (long)Runs * Series;

    public long Points => (long)Runs * Series * Steps;

    /// <summary>Points a second when paced.</summary>
    public double PacedRate => (double)Runs * Series / StepInterval.TotalSeconds;

    public static IReadOnlyList<Workload> All { get; } =
    [
        new("L1", Runs: 50, Series: 5_000, Steps: 20, Usual, ConnectionsUsual),
        new("L2", Runs: 100, Series: 9_000, Steps: 20, Usual, ConnectionsUsual),
        new("L3", Runs: 4, Series: 100_000, Steps: 20, Usual, Connections: 4) { ScaledBy = ScaledBy.Series },
        new("L4", Runs: 400, Series: 9_900, Steps: 20, Usual, ConnectionsUsual),
        new("L5", Runs: 1, Series: 20, Steps: 1_000_000, Second, Connections: 1) { ScaledBy = ScaledBy.Steps },
        new("L6", Runs: 200, Series: 900, Steps: 100, Second, Connections: 200) { RequestStepsMax = 1 },
        new("L7", Runs: 100, Series: 9_000, Steps: 20, Usual, ConnectionsUsual) { IsDirty = true },
        new("L8", Runs: 10, Series: 1_000_000, Steps: 3, Usual, Connections: 64) { WritersPerRun = 1_000, RequestStepsMax = 1 },
    ];

    public static Workload Named(string name) =>
        All.FirstOrDefault(workload => workload.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw new ArgumentException($"There is no workload '{name}', only {string.Join(", ", All.Select(w => w.Name))}.");

    /// <summary>As many steps as it takes to go on for so long.</summary>
    /// <param name="rate">Points a second.</param>
    public Workload Lasting(TimeSpan time, double rate) =>
        this with { Steps = Math.Max(1, (int)Math.Ceiling(time.TotalSeconds * rate / ((double)Runs * Series))) };

    public Workload Scaled(double fraction)
    {
        int Part(int count) => Math.Max(1, (int)Math.Round(count * fraction));
        var scaled = ScaledBy switch
        {
            ScaledBy.Runs => this with { Runs = Part(Runs) },
            ScaledBy.Series => this with { Series = Part(Series) },
            _ => this with { Steps = Part(Steps) },
        };
        return scaled with { Connections = Math.Min(Connections, scaled.Runs * WritersPerRun) };
    }

    /// <summary>Names group by layer where one client logs all of them, and by rank where each has its share.</summary>
    public string NameOf(int series) => WritersPerRun == 1
        ? SeriesNames.Of(series)
        : SeriesNames.OfRank(series / SeriesPerWriter, series % SeriesPerWriter);
}

enum ScaledBy
{
    Runs,
    Series,
    Steps,
}
