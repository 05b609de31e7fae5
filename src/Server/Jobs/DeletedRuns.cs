using NeptuneAlt.Blobs;
using NeptuneAlt.Catalog;
using NeptuneAlt.Store.Writes;

namespace NeptuneAlt.Server.Jobs;

/// <summary>
/// Removes the points, attributes and files of deleted runs. The catalog keeps the list of them, so that a restart goes
/// on where it was cut short.
/// </summary>
/// <remarks>What a run had logged just before may still be on its way into the store, so it stays on the list for a
/// while and is looked at again.</remarks>
sealed partial class DeletedRuns(
    CatalogDeletedRuns deletedRuns, RunRows rows, IBlobs blobs, TimeProvider time, ILogger<DeletedRuns> logger)
    : PeriodicJob(TimeSpan.FromSeconds(5), time, logger)
{
    const int RunsAtOnce = 5000;
    static readonly TimeSpan AgainAfter = TimeSpan.FromMinutes(10);
    static readonly TimeSpan ForgottenAfter = TimeSpan.FromDays(1);

    readonly Dictionary<ulong, DateTimeOffset> _seen = [];

    protected override string Work => "removing deleted runs";

    protected internal override async Task SweepAsync(CancellationToken cancellationToken)
    {
        var now = Time.GetUtcNow();
        var due = (await deletedRuns.ListAsync(DateTimeOffset.MinValue, cancellationToken))
            .Where(run => !_seen.TryGetValue(run.Number, out var seen) || now - seen >= AgainAfter).Take(RunsAtOnce).ToArray();
        if (due.Length == 0) return;

        foreach (var project in due.GroupBy(run => run.Project))
        {
            var files = await rows.FilesAsync(project.Key, [.. project.Select(run => run.Number)], cancellationToken);
            foreach (var file in files) await blobs.DeleteAsync(new BlobName(project.Key, file), cancellationToken);
        }

        await rows.RemoveAsync([.. due.Select(run => run.Number)], cancellationToken);
        LogRemoved(Logger, due.Length);
        foreach (var run in due) _seen[run.Number] = now;
        ulong[] old = [.. due.Where(run => now - run.Deleted >= ForgottenAfter).Select(run => run.Number)];
        if (old.Length == 0) return;

        await deletedRuns.ForgetAsync(old, cancellationToken);
        foreach (var run in old) _seen.Remove(run);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Removed what the store had of {Runs} deleted runs")]
    static partial void LogRemoved(ILogger logger, int runs);
}
