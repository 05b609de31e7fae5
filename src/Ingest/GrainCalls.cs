using NeptuneAlt.Ingest.Grains;
using NeptuneAlt.Model;

namespace NeptuneAlt.Ingest;

/// <summary>The run grains as the pump calls them.</summary>
sealed class GrainCalls(IGrainFactory grains)
{
    public Task<RunBlock> ApplyAsync(RunKey run, RunRecords records) => Of(run).ApplyAsync(records);

    public Task<RunBlock> CheckpointAsync(RunKey run, long epoch) => Of(run).CheckpointAsync(epoch);

    /// <summary>Lets the grains go, so that the next owner of their partition has them on its own silo.</summary>
    public void Leave(IEnumerable<RunKey> runs, long epoch)
    {
        foreach (var run in runs) _ = Of(run).LeaveAsync(epoch);
    }

    IRunGrain Of(RunKey run) => grains.GetGrain<IRunGrain>(RunGrain.KeyOf(run));
}
