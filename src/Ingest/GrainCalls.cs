using NeptuneAlt.Ingest.Grains;
using NeptuneAlt.Model;

namespace NeptuneAlt.Ingest;

/// <summary>The run grains as the pump calls them.</summary>
sealed class GrainCalls(IGrainFactory grains)
{
    public Task<RunBlock> ApplyAsync(RunKey run, RunRecords records) => Of(run).ApplyAsync(records);

    public Task<RunBlock> CheckpointAsync(RunKey run, long epoch) => Of(run).CheckpointAsync(epoch);

    IRunGrain Of(RunKey run) => grains.GetGrain<IRunGrain>(RunGrain.KeyOf(run));
}
