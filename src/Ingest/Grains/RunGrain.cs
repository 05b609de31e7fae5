using System.Globalization;
using Microsoft.Extensions.Logging;
using NeptuneAlt.Catalog;
using NeptuneAlt.Ingest.Blocks;
using NeptuneAlt.Ingest.Live;
using NeptuneAlt.Ingest.Runs;
using NeptuneAlt.Model;

namespace NeptuneAlt.Ingest.Grains;

/// <summary>The mailbox around a <see cref="LiveRun"/>.</summary>
/// <remarks>Lives where it is called first, which is where its partition is consumed: its records then cross no network. A run
/// that is over leaves early, as thousands of small ones may come after it; one that goes on is read back.</remarks>
[Orleans.Placement.PreferLocalPlacement]
[CollectionAgeLimit(Minutes = 5)]
sealed class RunGrain(
    CatalogRuns registry, RunLoader loader, RunCreator creator, PointRemoval removal, LiveRuns runs,
    ILogger<RunGrain> logger)
    : Grain, IRunGrain
{
    LiveRun _run = null!; // made when the grain is activated

    public static string KeyOf(RunKey key) => string.Create(CultureInfo.InvariantCulture, $"{key.Project}/{key.RunId}");

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var key = this.GetPrimaryKeyString();
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        var project = uint.Parse(key.AsSpan(0, slash), CultureInfo.InvariantCulture);
        _run = new LiveRun(new RunKey(project, key[(slash + 1)..]), registry, loader, creator, removal, runs, logger);
        return Task.CompletedTask;
    }

    public Task<RunBlock> ApplyAsync(RunRecords records) => _run.ApplyAsync(records);

    public Task<RunBlock> CheckpointAsync(long epoch) => Task.FromResult(_run.Checkpoint(epoch));

    public Task LeaveAsync(long epoch)
    {
        if (_run.IsNewest(epoch)) DeactivateOnIdle();
        return Task.CompletedTask;
    }
}
