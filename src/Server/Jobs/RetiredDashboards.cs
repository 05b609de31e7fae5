using NeptuneAlt.Catalog;

namespace NeptuneAlt.Server.Jobs;

/// <summary>Removes dashboards that have been in the trash for 30 days, and drafts that nobody touched for as long.</summary>
sealed partial class RetiredDashboards(CatalogDashboardTrash trash, TimeProvider time, ILogger<RetiredDashboards> logger)
    : PeriodicJob(TimeSpan.FromHours(1), time, logger)
{
    static readonly TimeSpan KeptFor = TimeSpan.FromDays(30);

    protected override string Work => "removing deleted dashboards and old drafts";

    protected internal override async Task SweepAsync(CancellationToken cancellationToken)
    {
        var before = Time.GetUtcNow() - KeptFor;
        var count = await trash.RemoveAsync(before, before, cancellationToken);
        if (count > 0) Removed(Logger, count);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Removed {Count} deleted dashboards and drafts that nobody touched")]
    static partial void Removed(ILogger logger, int count);
}
