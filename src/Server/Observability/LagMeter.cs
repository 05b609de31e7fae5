using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using NeptuneAlt.Ingest.Status;
using NeptuneAlt.Log;

namespace NeptuneAlt.Server.Observability;

/// <summary>Measures now and then how many records each partition that this process consumes has yet to store.</summary>
sealed class LagMeter : BackgroundService
{
    static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    readonly ILog _log;
    readonly RequestBoard? _board;
    readonly TimeProvider _time;
    readonly Meter _meter = new("NeptuneAlt.Server");
    readonly ConcurrentDictionary<int, long> _lags = new();

    public LagMeter(ILog log, TimeProvider time, RequestBoard? board = null)
    {
        (_log, _time, _board) = (log, time, board);
        _meter.CreateObservableGauge(
            "neptunealt.ingest.lag",
            () => _lags.Select(lag => new Measurement<long>(lag.Value, new KeyValuePair<string, object?>("partition", lag.Key))),
            "{record}", "Records that are acknowledged and not yet stored.");
        _meter.CreateObservableGauge(
            "neptunealt.ingest.partitions", () => _lags.Count, "{partition}", "Partitions that this process consumes.");
    }

    public override void Dispose()
    {
        _meter.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested && _board is not null)
        {
            for (var partition = 0; partition < _log.Partitions; partition++) await MeasureAsync(partition, _board, stoppingToken);
            await Task.Delay(Interval, _time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    async Task MeasureAsync(int partition, RequestBoard board, CancellationToken cancellationToken)
    {
        if (board.Progress(partition) is not { } progress)
        {
            _lags.TryRemove(partition, out _);
            return;
        }

        try
        {
            _lags[partition] = Math.Max(0, await _log.EndAsync(partition, cancellationToken) - 1 - progress.Stored);
        }
        catch (Exception failure) when (failure is LogUnavailableException or OperationCanceledException)
        {
            // The last figure stands until the log answers again.
        }
    }
}
