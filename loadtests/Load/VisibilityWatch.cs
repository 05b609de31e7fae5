using System.Diagnostics;
using NeptuneAlt.Client;
using NeptuneAlt.LoadTests.Oracle;
using NeptuneAlt.Wire.Client;
using NeptuneAlt.Wire.Ingest;
using NeptuneAlt.Wire.Rpc;

namespace NeptuneAlt.LoadTests.Load;

/// <summary>
/// Asks the status of acknowledged requests, as the clients do but more often, until all are done; measures how long
/// that took since the acknowledgement, and compares the verdicts with the oracle's.
/// </summary>
sealed class VisibilityWatch(NeptuneClient client, string project)
{
    const int IdsMax = 1000;
    static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    readonly Lock _lock = new();
    readonly List<Pending> _pending = [];

    /// <summary>Time from the acknowledgement until the check says done.</summary>
    public Latency Visible { get; } = new();

    /// <summary>Requests whose verdicts are not the oracle's; the first few are described.</summary>
    public int VerdictsWrong { get; private set; }

    public List<string> WrongVerdicts { get; } = [];

    public int PendingCount
    {
        get
        {
            lock (_lock) return _pending.Count;
        }
    }

    /// <summary>How long the request that waits longest has been acknowledged.</summary>
    public TimeSpan Behind
    {
        get
        {
            lock (_lock) return _pending.Count == 0 ? TimeSpan.Zero : Stopwatch.GetElapsedTime(_pending[0].Acknowledged);
        }
    }

    /// <summary>Watches a request that was acknowledged right now.</summary>
    /// <param name="expected">Null: its verdicts are not known for sure, or need not be checked.</param>
    public void Add(string requestId, bool ackMeasured, Verdicts? expected)
    {
        lock (_lock) _pending.Add(new Pending(requestId, Stopwatch.GetTimestamp(), ackMeasured, expected));
    }

    /// <summary>Asks on and on, until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await AskAsync(cancellationToken);
                await Task.Delay(Interval, cancellationToken);
            }
            catch (Exception outage) when (outage is HttpRequestException or IOException
                || outage is OperationCanceledException && !cancellationToken.IsCancellationRequested)
            {
                // The server is down or overloaded; what it acknowledged must come up after all.
                await Task.Delay(Interval * 10, cancellationToken);
            }
        }
    }

    /// <summary>Waits until everything added is done.</summary>
    /// <returns><c>false</c> if that takes longer.</returns>
    public async Task<bool> DrainAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        while (PendingCount > 0)
        {
            if (Stopwatch.GetElapsedTime(started) > timeout) return false;
            await Task.Delay(1, cancellationToken);
        }

        return true;
    }

    async Task AskAsync(CancellationToken cancellationToken)
    {
        List<Pending> asked;
        lock (_lock) asked = [.. _pending.Take(IdsMax)];
        if (asked.Count == 0) return;

        var statuses = await client.CheckAsync(project, asked.Select(pending => pending.RequestId), cancellationToken);
        var done = new HashSet<Pending>();
        foreach (var (pending, status) in asked.Zip(statuses))
        {
            if (status.CodeByCount.Any(entry => entry.Code == Code.Unavailable)) continue;

            done.Add(pending);
            if (pending.IsMeasured) Visible.RecordSince(pending.Acknowledged);
            if (pending.Expected is { } expected) Compare(pending.RequestId, expected, status);
        }

        if (done.Count == 0) return;
        lock (_lock) _pending.RemoveAll(done.Contains);
    }

    void Compare(string requestId, Verdicts expected, RequestStatus status)
    {
        const int describedMax = 5;
        var told = status.CodeByCount.Where(entry => entry.Detail != IngestCode.Ok)
            .GroupBy(entry => entry.Detail).ToDictionary(codes => codes.Key, codes => codes.Sum(entry => entry.Count));
        if (told.Count == expected.Rejected.Count
            && expected.Rejected.All(pair => told.GetValueOrDefault(pair.Key) == pair.Value)) return;

        VerdictsWrong++;
        if (WrongVerdicts.Count < describedMax)
            WrongVerdicts.Add($"request {requestId}: told {Text(told)}, expected {Text(expected.Rejected)}");
    }

    static string Text(IReadOnlyDictionary<IngestCode, long> codes) =>
        string.Join(", ", codes.OrderBy(pair => pair.Key).Select(pair => $"{pair.Value} × {pair.Key}"));

    sealed record Pending(string RequestId, long Acknowledged, bool IsMeasured, Verdicts? Expected);
}
