using NeptuneAlt.Blobs;
using NeptuneAlt.Catalog;
using NeptuneAlt.Store.Writes;

namespace NeptuneAlt.Server.Jobs;

/// <summary>
/// Removes the points, attributes and files of deleted projects. The catalog keeps the list of them, so that a restart
/// goes on where it was cut short.
/// </summary>
/// <remarks>What runs had logged just before may still be on its way into the store, so a project stays on the list for
/// a while and is looked at again.</remarks>
sealed partial class DeletedProjects(
    CatalogProjects projects, ProjectRows rows, IBlobs blobs, TimeProvider time, ILogger<DeletedProjects> logger)
    : PeriodicJob(TimeSpan.FromSeconds(10), time, logger)
{
    static readonly TimeSpan AgainAfter = TimeSpan.FromMinutes(5);
    static readonly TimeSpan ForgottenAfter = TimeSpan.FromDays(1);

    readonly Dictionary<uint, DateTimeOffset> _seen = [];

    protected override string Work => "removing deleted projects";

    protected internal override async Task SweepAsync(CancellationToken cancellationToken)
    {
        foreach (var project in await projects.DeletedAsync(cancellationToken))
        {
            var now = Time.GetUtcNow();
            if (_seen.TryGetValue(project.Number, out var seen) && now - seen < AgainAfter) continue;

            if (await rows.RemoveAsync(project.Number, cancellationToken)) Removed(Logger, project.Number);
            await blobs.DeleteProjectAsync(project.Number, cancellationToken);
            _seen[project.Number] = now;
            if (now - project.Deleted < ForgottenAfter) continue;

            await projects.ForgetDeletedAsync(project.Number, cancellationToken);
            _seen.Remove(project.Number);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Removed the rows of deleted project {Project}")]
    static partial void Removed(ILogger logger, uint project);
}
