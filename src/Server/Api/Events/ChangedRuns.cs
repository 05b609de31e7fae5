using System.Threading.Channels;
using NeptuneAlt.Ingest.Live;

namespace NeptuneAlt.Server.Api.Events;

/// <summary>
/// The runs that changed since the last message to one page. However slow the page is, it holds no more than
/// <see cref="RunsMax"/> of them.
/// </summary>
sealed class ChangedRuns : IDisposable
{
    const int RunsMax = 10_000;

    readonly RunNews _news;
    readonly ChangedDashboards _dashboards;
    readonly HashSet<ulong> _runs = [];
    readonly Channel<bool> _signal =
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    bool _isOverfull;

    /// <param name="dashboards">Whose news ends the waiting, too.</param>
    public ChangedRuns(RunNews news, ChangedDashboards dashboards)
    {
        (_news, _dashboards) = (news, dashboards);
        _news.Heard += Add;
        _dashboards.Added += Signal;
    }

    public void Dispose()
    {
        _news.Heard -= Add;
        _dashboards.Added -= Signal;
    }

    /// <returns>Whether there are any; <c>false</c> once the time is up.</returns>
    public async Task<bool> WaitAsync(TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken)
    {
        using var timed = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var timer = time.CreateTimer(_ => timed.Cancel(), null, timeout, Timeout.InfiniteTimeSpan);
        try
        {
            return await _signal.Reader.ReadAsync(timed.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <returns>Their numbers, and whether there are more.</returns>
    public (ulong[] Runs, bool IsOverfull) Take()
    {
        lock (_runs)
        {
            var taken = (_runs.ToArray(), _isOverfull);
            _runs.Clear();
            _isOverfull = false;
            return taken;
        }
    }

    void Add(IReadOnlyCollection<ulong> runs)
    {
        lock (_runs)
        {
            foreach (var run in runs)
            {
                _isOverfull |= _runs.Count >= RunsMax;
                if (_isOverfull) break;
                _runs.Add(run);
            }
        }

        Signal();
    }

    void Signal() => _signal.Writer.TryWrite(true);
}
