using System.Text;
using System.Text.Json;
using NeptuneAlt.Catalog;
using NeptuneAlt.Ingest.Live;

namespace NeptuneAlt.Server.Api.Events;

/// <summary>
/// Tells all open pages of this process which runs and dashboards changed. The work is done once a tick, however many pages there are:
/// one question to the catalog, one text a project. It begins with the first page and ends with the last.
/// </summary>
sealed partial class EventHub(
    RunNews runNews, DashboardNews dashboardNews, CatalogRuns registry, TimeProvider time, ILogger<EventHub> logger)
{
    public const int StreamsMax = 1000;
    public const int StreamsOfUserMax = 100;

    /// <summary>Keeps proxies from closing a stream, and is its next chance to end.</summary>
    static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(5);
    static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    /// <summary>A tick writes to each stream; this is the time it is given for one.</summary>
    static readonly TimeSpan IntervalOfStream = TimeSpan.FromMilliseconds(1);

    static readonly ReadOnlyMemory<byte> StillHere = ": still here\n\n"u8.ToArray();
    static readonly ReadOnlyMemory<byte> Everything = Changed([], isAll: true);

    readonly Lock _lock = new();
    readonly HashSet<EventStream> _streams = [];
    bool _isRunning;

    /// <summary>A stream of what changes from now on.</summary>
    /// <exception cref="BusyException">This user, or all users together, have too many.</exception>
    public EventStream Open(uint project, string user)
    {
        lock (_lock)
        {
            if (_streams.Count >= StreamsMax)
                throw new BusyException($"{StreamsMax} event streams are open on this server. Close some pages.");
            if (_streams.Count(stream => stream.User == user) >= StreamsOfUserMax)
                throw new BusyException($"You have {StreamsOfUserMax} event streams open. Close some pages.")
                {
                    Status = StatusCodes.Status429TooManyRequests,
                };

            var opened = new EventStream(this, project, user);
            _streams.Add(opened);
            if (!_isRunning)
            {
                _isRunning = true;
                _ = TellAsync(new ChangedThings(runNews, dashboardNews));
            }

            return opened;
        }
    }

    public void Close(EventStream stream)
    {
        lock (_lock) _streams.Remove(stream);
    }

    async Task TellAsync(ChangedThings changed)
    {
        using var _ = changed;
        try
        {
            var beat = time.GetTimestamp();
            while (HasStreams())
            {
                var isNews = await changed.WaitAsync(Heartbeat, time, CancellationToken.None);
                // Asked after the wait: a page that was opened meanwhile has read its runs before this news.
                var streams = Streams();
                if (isNews)
                {
                    TellOfDashboards(changed, streams);
                    await TellAsync(changed, streams);
                }

                if (time.GetElapsedTime(beat) >= Heartbeat)
                {
                    beat = time.GetTimestamp();
                    foreach (var stream in streams) stream.Offer(StillHere);
                }

                await Task.Delay(Longer(Interval, streams.Length * IntervalOfStream), time, CancellationToken.None);
            }
        }
        catch (Exception fault)
        {
            Failed(fault);
            lock (_lock)
            {
                _isRunning = false;
                foreach (var stream in _streams) stream.End();
                _streams.Clear();
            }
        }
    }

    static void TellOfDashboards(ChangedThings changed, EventStream[] streams)
    {
        foreach (var (project, news) in changed.Dashboards.Take())
        {
            var text = Event("dashboards", news);
            foreach (var stream in streams)
                if (stream.Project == project) stream.Offer(text);
        }
    }

    async Task TellAsync(ChangedThings changed, EventStream[] streams)
    {
        var (numbers, isAll) = changed.Take();
        if (numbers.Length == 0 && !isAll) return;

        try
        {
            var runs = await registry.GetAsync(numbers, CancellationToken.None);
            var texts = runs.Values.GroupBy(run => run.Project).ToDictionary(
                project => project.Key, project => Changed([.. project.Select(run => run.SysId)], isAll));
            foreach (var stream in streams)
            {
                if (texts.TryGetValue(stream.Project, out var text)) stream.Offer(text);
                else if (isAll) stream.Offer(Everything);
            }
        }
        catch (CatalogUnavailableException)
        {
            // Nobody knows whose runs they are: all pages ask.
            foreach (var stream in streams) stream.Offer(Everything);
        }
    }

    /// <summary>Once the last stream is closed, the work ends; the next stream begins it again.</summary>
    bool HasStreams()
    {
        lock (_lock) return _isRunning = _streams.Count > 0;
    }

    EventStream[] Streams()
    {
        lock (_lock) return [.. _streams];
    }

    public static ReadOnlyMemory<byte> All => Everything;

    static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;

    static ReadOnlyMemory<byte> Changed(string[] runs, bool isAll) => Event("changed", new ChangedEvent(runs, isAll));

    static ReadOnlyMemory<byte> Event<T>(string name, T data) =>
        Encoding.UTF8.GetBytes($"event: {name}\ndata: {JsonSerializer.Serialize(data, JsonSerializerOptions.Web)}\n\n");

    [LoggerMessage(Level = LogLevel.Error, Message = "Open pages are told nothing until they ask again")]
    partial void Failed(Exception fault);
}

/// <summary>The data of the event <c>changed</c>.</summary>
/// <param name="Runs">The runs' <c>sys/id</c>.</param>
/// <param name="All">More runs changed than are named.</param>
sealed record ChangedEvent(IReadOnlyList<string> Runs, bool All);
