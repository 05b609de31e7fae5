using System.Threading.Channels;
using NeptuneAlt.Ingest.Live;

namespace NeptuneAlt.Server.Api.Events;

/// <summary>
/// The runs and dashboards that changed since open pages were told last. However slow that is, there are no more than
/// <see cref="RunsMax"/> runs.
/// </summary>
sealed class ChangedThings : IDisposable
{
    const int RunsMax = 10_000;

    readonly RunNews _news;
    readonly DashboardNews _dashboardNews;
    readonly HashSet<ulong> _runs = [];
    readonly Channel<bool> _signal =
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    bool _isOverfull;

    public ChangedThings(RunNews news, DashboardNews dashboardNews)
    {
        (_news, _dashboardNews) = (news, dashboardNews);
        _news.Heard += Add;
        _dashboardNews.Heard += Add;
    }

    public ChangedDashboards Dashboards { get; } = new();

    public void Dispose()
    {
        _news.Heard -= Add;
        _dashboardNews.Heard -= Add;
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

    void Add(DashboardChange change)
    {
        Dashboards.Add(change);
        Signal();
    }

    void Signal() => _signal.Writer.TryWrite(true);
}
