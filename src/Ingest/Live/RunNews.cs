using NeptuneAlt.Ingest.Status;

namespace NeptuneAlt.Ingest.Live;

/// <summary>
/// Announces which runs got new data, in whatever process of the cluster it was stored, so that open pages refresh.
/// News may get lost with a process; only the freshness of a page depends on it.
/// </summary>
public sealed class RunNews
{
    public RunNews(RequestBoard board) => board.RunsChanged += runs =>
    {
        Local?.Invoke(runs);
        Heard?.Invoke(runs);
    };

    /// <summary>Raised with the numbers of runs that got new data anywhere.</summary>
    public event Action<IReadOnlyCollection<ulong>>? Heard;

    /// <summary>Raised with the runs that this process stored data of, to be passed on to the others.</summary>
    public event Action<IReadOnlyCollection<ulong>>? Local;

    /// <summary>Takes news of another process.</summary>
    public void Hear(IReadOnlyCollection<ulong> runs) => Heard?.Invoke(runs);
}
