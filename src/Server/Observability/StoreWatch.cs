using NeptuneAlt.Model;
using NeptuneAlt.Store;
using NeptuneAlt.Store.Parts;

namespace NeptuneAlt.Server.Observability;

/// <summary>
/// Tells the <see cref="DamageBoard"/> what is missing from the embedded store, at the start and from then on, and
/// writes down what it consists of.
/// </summary>
sealed partial class StoreWatch(
    ClickHouse store, PartInventory parts, DamageBoard board, TimeProvider time, ILogger<StoreWatch> logger) : BackgroundService
{
    static readonly TimeSpan s_interval = TimeSpan.FromSeconds(30);

    /// <summary>The first check is part of the start, so that no request is served before damage is reported.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        store.Damaged += Tell;
        await LookAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <summary>Runs after the consumers have stopped: from then on only merges change the tables.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await LookAsync(cancellationToken);
        store.Damaged -= Tell;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(s_interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken)) await LookAsync(stoppingToken);
    }

    async Task LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            foreach (var damage in await parts.CheckAsync(cancellationToken)) board.Add(damage);
            await parts.KeepAsync(cancellationToken);
        }
        catch (Exception failure) when (failure is StoreUnavailableException or StoreException or StoreDamagedException
            or IOException or UnauthorizedAccessException)
        {
            NotLooked(failure.Message);
        }
    }

    void Tell(Damage damage)
    {
        if (!board.Knows(damage)) board.Add(parts.WithRuns(damage));
    }

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "The parts of the store's tables could not be looked at; the next look is in half a minute: {Reason}")]
    partial void NotLooked(string reason);
}
