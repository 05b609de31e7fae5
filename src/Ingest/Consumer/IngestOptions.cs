namespace NeptuneAlt.Ingest.Consumer;

/// <summary>How a process takes part in consuming.</summary>
public sealed record IngestOptions
{
    /// <summary>Names this process as owner of partitions; the same after a restart where the data is its
    /// own.</summary>
    public string Owner { get; init; } = "embedded";

    /// <summary>How long a lease on a partition runs; it is renewed at a third of this.</summary>
    public TimeSpan LeaseDuration { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How many runs a partition remembers before it forgets those at rest; one that logs again is read
    /// back.</summary>
    public int RunsKept { get; init; } = 200_000;

    /// <summary>Nobody else consumes partitions of this log.</summary>
    public bool IsAlone { get; init; }

    /// <summary>
    /// Whether this process should own a partition at the moment. A process that owns an unwanted partition gives it
    /// back; one that wants a partition of another process waits for it.
    /// </summary>
    public Func<int, bool> Wants { get; init; } = _ => true;
}
