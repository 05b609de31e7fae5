using NeptuneAlt.Ingest.Status;

namespace NeptuneAlt.Ingest.Live;

/// <summary>
/// Which runs got new data, in whatever process of the cluster that was stored: what open pages are told. News may get
/// lost with a process; nothing but the freshness of a page hangs on them.
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

    /// <summary>Raised with those that this process stored data of, for the others to be told.</summary>
    public event Action<IReadOnlyCollection<ulong>>? Local;

    /// <summary>Takes news of another process.</summary>
    public void Hear(IReadOnlyCollection<ulong> runs) => Heard?.Invoke(runs);
}
