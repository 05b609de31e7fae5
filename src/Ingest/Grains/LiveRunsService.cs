using Microsoft.Extensions.Logging;
using NeptuneAlt.Ingest.Live;
using NeptuneAlt.Store.Reads;
using Orleans.Runtime.Services;
using Orleans.Services;

namespace NeptuneAlt.Ingest.Grains;

/// <summary>Answers other silos for the <see cref="LiveRuns"/> of this one.</summary>
public interface ILiveRunsService : IGrainService
{
    Task<LiveResult> ReadAsync(uint[]? projects, ulong[]? runs, string[] paths, bool isBeforeStore);
}

sealed class LiveRunsService(LiveRuns live, GrainId id, Silo silo, ILoggerFactory logs)
    : GrainService(id, silo, logs), ILiveRunsService
{
    public Task<LiveResult> ReadAsync(uint[]? projects, ulong[]? runs, string[] paths, bool isBeforeStore) =>
        Task.FromResult(live.Read(new LiveQuery(projects, runs, paths) { IsBeforeStore = isBeforeStore }));
}

/// <summary>Asks one silo.</summary>
public sealed class LiveRunsClient(IServiceProvider services) : GrainServiceClient<ILiveRunsService>(services)
{
    public Task<LiveResult> ReadAsync(SiloAddress silo, LiveQuery question) => GetGrainService(silo).ReadAsync(
        question.Projects?.ToArray(), question.Runs?.ToArray(), [.. question.Paths], question.IsBeforeStore);
}
