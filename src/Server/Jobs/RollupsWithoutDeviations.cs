using NeptuneAlt.Ingest.Rollups;
using NeptuneAlt.Store.Rollups;

namespace NeptuneAlt.Server.Jobs;

/// <summary>
/// Makes rollups again that lack their deviations, as those of former versions do. Charts that want deviations read points until
/// then. On a store that has them all, a turn costs one statement.
/// </summary>
sealed partial class RollupsWithoutDeviations(
    RollupTable table, RollupBuilder builder, TimeProvider time, ILogger<RollupsWithoutDeviations> logger)
    : PeriodicJob(TimeSpan.FromHours(1), time, logger)
{
    const int AtOnce = 1000;

    protected override string Work => "counting deviations of points that older versions summed up";

    protected internal override async Task SweepAsync(CancellationToken cancellationToken)
    {
        var made = 0L;
        RollupStretch? last = null;
        while (await table.WithoutDeviationsAsync(last, AtOnce, cancellationToken) is { Count: > 0 } due)
        {
            foreach (var batch in RollupBuilder.Batches(due))
            {
                var begun = Time.GetTimestamp();
                made += await builder.CompleteAsync(batch, cancellationToken);
                // Half of the time is for others.
                await Task.Delay(Time.GetElapsedTime(begun), Time, cancellationToken);
            }

            last = due[^1];
        }

        if (made > 0) Completed(Logger, made);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Counted deviations for {Count} rollups of older versions")]
    static partial void Completed(ILogger logger, long count);
}
