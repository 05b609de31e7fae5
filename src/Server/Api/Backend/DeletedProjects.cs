using NeptuneAlt.Blobs;
using NeptuneAlt.Catalog;
using NeptuneAlt.Store;

namespace NeptuneAlt.Server.Api.Backend;

/// <summary>
/// Removes the points, attributes and files of deleted projects. The catalog keeps the list of them, so that a restart
/// goes on where it was cut short.
/// </summary>
/// <remarks>What runs had logged just before may still be on its way into the store, so a project stays on the list for
/// a while and is looked at again.</remarks>
sealed partial class DeletedProjects(
    ICatalog catalog, ProjectRows rows, IBlobs blobs, TimeProvider time, ILogger<DeletedProjects> logger)
    : BackgroundService
{
    static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);
    static readonly TimeSpan AgainAfter = TimeSpan.FromMinutes(5);
    static readonly TimeSpan ForgottenAfter = TimeSpan.FromDays(1);

    readonly Dictionary<uint, DateTimeOffset> _seen = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            try
            {
                await SweepAsync(stoppingToken);
            }
            catch (Exception outage) when (
                outage is CatalogUnavailableException or StoreUnavailableException or BlobsUnavailableException)
            {
                Failed(outage); // the next turn tries again
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>Removes what is due.</summary>
    async Task SweepAsync(CancellationToken cancellationToken)
    {
        foreach (var project in await catalog.DeletedProjectsAsync(cancellationToken))
        {
            var now = time.GetUtcNow();
            if (_seen.TryGetValue(project.Number, out var seen) && now - seen < AgainAfter) continue;

            if (await rows.RemoveAsync(project.Number, cancellationToken)) Removed(project.Number);
            await blobs.DeleteProjectAsync(project.Number, cancellationToken);
            _seen[project.Number] = now;
            if (now - project.Deleted < ForgottenAfter) continue;

            await catalog.ForgetDeletedAsync(project.Number, cancellationToken);
            _seen.Remove(project.Number);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Removed the rows of deleted project {Project}")]
    partial void Removed(uint project);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A deleted project could not be removed yet")]
    partial void Failed(Exception exception);
}
