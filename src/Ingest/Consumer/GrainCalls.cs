using NeptuneAlt.Ingest.Blocks;
using NeptuneAlt.Ingest.Grains;
using NeptuneAlt.Model;

namespace NeptuneAlt.Ingest.Consumer;

/// <summary>The run grains as the write half calls them.</summary>
/// <param name="grainOf">Where a run's grain is to be had.</param>
sealed class GrainCalls(Func<RunKey, IRunGrain> grainOf)
{
    public static GrainCalls Of(IGrainFactory grains) => new(run => grains.GetGrain<IRunGrain>(RunGrain.KeyOf(run)));

    public Task<RunBlock> ApplyAsync(RunKey run, RunRecords records) => grainOf(run).ApplyAsync(records);

    public Task<RunBlock> CheckpointAsync(RunKey run, long epoch) => grainOf(run).CheckpointAsync(epoch);

    /// <summary>Lets the grains go, so that the next owner of their partition has them on its own silo.</summary>
    public void Leave(IEnumerable<RunKey> runs, long epoch)
    {
        foreach (var run in runs) _ = grainOf(run).LeaveAsync(epoch);
    }
}
