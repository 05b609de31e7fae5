using Microsoft.Extensions.Logging;
using NeptuneAlt.Store.Reads;
using Orleans.Runtime.Services;
using Orleans.Services;

namespace NeptuneAlt.Ingest.Grains;

/// <summary>Answers other silos for the <see cref="LiveRuns"/> of this one.</summary>
public interface ILiveRunsService : IGrainService
{
    Task<LiveAnswer> ReadAsync(uint[]? projects, ulong[]? runs, string[] paths, bool isBeforeStore);
}

sealed class LiveRunsService(LiveRuns live, GrainId id, Silo silo, ILoggerFactory logs)
    : GrainService(id, silo, logs), ILiveRunsService
{
    public Task<LiveAnswer> ReadAsync(uint[]? projects, ulong[]? runs, string[] paths, bool isBeforeStore) =>
        Task.FromResult(live.Read(new LiveQuestion(projects, runs, paths) { IsBeforeStore = isBeforeStore }));
}

/// <summary>Asks one silo.</summary>
public sealed class LiveRunsClient(IServiceProvider services) : GrainServiceClient<ILiveRunsService>(services)
{
    public Task<LiveAnswer> ReadAsync(SiloAddress silo, LiveQuestion question) => GetGrainService(silo).ReadAsync(
        question.Projects?.ToArray(), question.Runs?.ToArray(), [.. question.Paths], question.IsBeforeStore);
}
