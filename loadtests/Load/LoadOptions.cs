using NeptuneAlt.LoadTests.Workloads;

namespace NeptuneAlt.LoadTests.Load;

/// <summary>What to send, and how.</summary>
/// <param name="Workload">Already scaled.</param>
/// <param name="Project"><c>workspace/project</c>; new for each load, as runs are.</param>
sealed record LoadOptions(Workload Workload, string Project, ulong Seed)
{
    /// <summary>Points a second; null: each connection sends its next request as soon as the last one is acknowledged.</summary>
    public double? Rate { get; init; }

    /// <summary>When to stop sending, even if there is more.</summary>
    public TimeSpan TimeMax { get; init; } = TimeSpan.FromMinutes(60);

    /// <summary>How long to wait, after the last acknowledgement, until everything is visible.</summary>
    public TimeSpan VisibleTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Log single points besides, and measure when a query first shows them.</summary>
    public bool HasProbe { get; init; }

    /// <summary>Ask for live charts of the runs besides.</summary>
    public bool HasDashboard { get; init; }

    /// <summary>Write a line about the progress each second.</summary>
    public bool ShowsProgress { get; init; } = true;
}
